// What a view leaves in: the same rules as core/deliver/atlas.py, which decides for the table and its exports.

import type { Model } from "./payload";

export const SETS = ["kind", "module", "status", "urgency", "level", "change", "type"] as const;
export type SetName = (typeof SETS)[number];

export interface View {
  kind: string[];
  module: string[];
  status: string[];
  urgency: string[];
  level: string[];
  change: string[];
  type: string[];
  links: string;
  on: string;
}

/** The parts of an address that choose what is shown. */
export function viewOf(asked: URLSearchParams): View {
  const many = (name: string): string[] => (asked.get(name) || "").split(",").filter((part) => part);
  const links = asked.get("links") || "";
  return {
    kind: many("kind"),
    module: many("module"),
    status: many("status"),
    urgency: many("urgency"),
    level: many("level"),
    change: many("change"),
    type: many("type"),
    links: links === "confirmed" || links === "suggested" ? links : "",
    on: asked.get("on") || "",
  };
}

function there(since: string, until: string, day: string): boolean {
  return !day || ((!since || since <= day) && (!until || until > day));
}

/** Which values of a column are wanted: null where all are. */
function wanted(known: { key?: string; code?: string }[], names: string[]): Set<number> | null {
  if (!names.length) return null;
  const found = new Set<number>();
  known.forEach((one, at) => {
    if (names.indexOf(one.key !== undefined ? one.key : one.code || "") >= 0) found.add(at);
  });
  return found;
}

export interface Shown {
  nodes: Uint8Array;
  edges: Uint8Array;
  count: number;
  linked: number;
}

/** Nodes and links of a view. */
export function shownIn(model: Model, view: View): Shown {
  const said = model.said;
  const nodes = new Uint8Array(model.count);
  const edges = new Uint8Array(model.from.length);
  const columns: [Set<number> | null, { [at: number]: number }][] = [
    [wanted(said.kinds, view.kind), model.kind],
    [wanted(said.sectors, view.module), model.module],
    [wanted(said.statuses, view.status), model.status],
    [wanted(said.urgencies, view.urgency), model.urgency],
    [wanted(said.levels, view.level), model.level],
    [wanted(said.changes, view.change), model.change],
  ];
  for (let n = 0; n < model.count; n++) {
    let kept = there(said.nodes.since[n], said.nodes.until[n], view.on);
    for (const [set, values] of columns) kept = kept && (!set || set.has(values[n]));
    nodes[n] = kept ? 1 : 0;
  }
  const types = wanted(said.types, view.type);
  const wish = view.links === "confirmed" ? 0 : 1;
  const ends = new Uint8Array(model.count);
  let linked = 0;
  for (let e = 0; e < model.from.length; e++) {
    const kept =
      (!types || types.has(model.type[e])) &&
      (!view.links || model.edgeStatus[e] === wish) &&
      there(said.edges.since[e], said.edges.until[e], view.on);
    if (!kept) continue;
    ends[model.from[e]] = ends[model.to[e]] = 1;
    edges[e] = 1;
  }
  let count = 0;
  for (let n = 0; n < model.count; n++) {
    if (types || view.links) nodes[n] = nodes[n] & ends[n];
    count += nodes[n];
  }
  // A link is drawn where both its ends are.
  for (let e = 0; e < model.from.length; e++) {
    edges[e] = edges[e] & nodes[model.from[e]] & nodes[model.to[e]];
    linked += edges[e];
  }
  return { nodes, edges, count, linked };
}

/** The style of a grade etc. is chosen elsewhere; this only says whether anything is left out. */
export function isNarrowed(view: View): boolean {
  return SETS.some((name) => view[name].length > 0) || view.links !== "" || view.on !== "";
}
