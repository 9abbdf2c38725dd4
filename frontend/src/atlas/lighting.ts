// What is lit: the neighbours of a node, a chain of effects or a path that the server has worked out.

import type { Model } from "./payload";
import type { Lit } from "./scene";
import type { Shown } from "./filters";

interface Named {
  end: string;
}

/** What is reached with the way to it, or the links of a way, one after the other. */
interface Answer {
  items?: { path?: [string, string, string][]; subject?: Named; target?: Named }[];
}

/** The node and what it is linked to, in the view. */
export function litAround(model: Model, shown: Shown, node: number): Lit {
  const nodes = new Set<number>([node]);
  const edges: [number, number][] = [];
  for (let at = model.start[node]; at < model.start[node + 1]; at++) {
    const e = model.links[at];
    if (!shown.edges[e]) continue;
    edges.push([model.from[e], model.to[e]]);
    nodes.add(model.from[e]);
    nodes.add(model.to[e]);
  }
  return { nodes, edges, words: `${nodes.size - 1} 项与它有关联` };
}

/** What an answer of the interface with paths lights; ``outside`` counts ends that this picture does not hold. */
export function litBy(model: Model, answer: Answer, start: string[]): { lit: Lit; outside: number } {
  const nodes = new Set<number>();
  const edges: [number, number][] = [];
  const known = new Set<string>();
  const away = new Set<string>();
  const take = (key: string): number => {
    const place = model.place.get(key);
    if (place === undefined) away.add(key);
    else nodes.add(place);
    return place === undefined ? -1 : place;
  };
  start.forEach(take);
  for (const item of answer.items || []) {
    const alone: [string, string, string][] = item.subject && item.target ? [[item.subject.end, "", item.target.end]] : [];
    for (const [from, , to] of item.path || alone) {
      const a = take(from);
      const b = take(to);
      const name = `${a}>${b}`;
      if (a < 0 || b < 0 || known.has(name)) continue;
      known.add(name);
      edges.push([a, b]);
    }
  }
  return { lit: { nodes, edges, words: "" }, outside: away.size };
}

/** Ask the interface; throws an error whose message can be shown. */
export async function ask(address: string): Promise<Answer> {
  const response = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (response.ok) return (await response.json()) as Answer;
  let said = "";
  try {
    const body = await response.json();
    said = body && body.error ? `${body.error.message}${body.error.mend || ""}` : "";
  } catch (_) {
    said = "";
  }
  throw new Error(said || `服务器没有答复（${response.status}），请稍后再试。`);
}
