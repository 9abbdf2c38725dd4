// The card of the chosen node: what the table says of it, its links, and what can be asked of it.

import type { Model } from "./payload";
import type { Shown } from "./filters";

export interface Asks {
  choose(node: number): void;
  impact(node: number, change: string): void;
  pathFrom(node: number): void;
  close(): void;
}

function made<K extends keyof HTMLElementTagNameMap>(tag: K, cls: string, text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (cls) element.className = cls;
  if (text) element.textContent = text;
  return element;
}

export function nameOf(model: Model, node: number): string {
  const { code, label } = model.said.nodes;
  return `${code[node]} ${label[node]}`.trim();
}

export function hrefOf(model: Model, node: number): string {
  const rest = model.said.nodes.href[node];
  return rest ? model.said.kinds[model.kind[node]].base + rest : "";
}

/** What there is to say of a node besides its name: kind, state, urgency, level, category. */
export function factsOf(model: Model, node: number): string[] {
  const said = model.said;
  const facts = [said.kinds[model.kind[node]].word];
  if (model.status[node] >= 0) facts.push(said.statuses[model.status[node]].word);
  if (model.urgency[node] >= 0) facts.push(said.urgencies[model.urgency[node]].word);
  if (model.level[node] >= 0) facts.push(said.levels[model.level[node]].word);
  const ring = said.rings[model.ring[node]];
  if (ring) facts.push(`${ring.code} ${ring.name}`);
  const change = model.change[node] > 0 ? said.changes[model.change[node]] : undefined;
  if (change) facts.push(change.word);
  return facts;
}

function links(model: Model, shown: Shown, node: number, asks: Asks): HTMLElement | null {
  const groups = new Map<string, { other: number; sure: boolean }[]>();
  for (let at = model.start[node]; at < model.start[node + 1]; at++) {
    const e = model.links[at];
    if (!shown.edges[e]) continue;
    const out = model.from[e] === node;
    const type = model.said.types[model.type[e]];
    const word = type ? (out ? type.forward : type.backward) : "";
    const list = groups.get(word) || [];
    list.push({ other: out ? model.to[e] : model.from[e], sure: model.edgeStatus[e] === 0 });
    groups.set(word, list);
  }
  if (!groups.size) return null;
  const box = made("div", "atlas-links");
  groups.forEach((list, word) => {
    box.append(made("h3", "", `${word}（${list.length}）`));
    const ul = made("ul", "tight-list");
    list.slice(0, 12).forEach(({ other, sure }) => {
      const item = made("li", "");
      const button = made("button", "link", nameOf(model, other));
      button.type = "button";
      button.addEventListener("click", () => asks.choose(other));
      item.append(button);
      if (!sure) item.append(made("span", "soft small", " 待确认"));
      ul.append(item);
    });
    if (list.length > 12) ul.append(made("li", "soft small", `另有 ${list.length - 12} 项，见它自己的页面`));
    box.append(ul);
  });
  return box;
}

/** Fill the card for a node. */
export function fillCard(card: HTMLElement, model: Model, shown: Shown, node: number, asks: Asks): void {
  card.textContent = "";
  const close = made("button", "btn slim atlas-close", "关闭");
  close.type = "button";
  close.addEventListener("click", () => asks.close());
  const { code, label } = model.said.nodes;
  const head = made("h2", "", label[node] || code[node]);
  const number = made("p", "mono", label[node] ? code[node] : "");
  card.append(close, head);
  if (number.textContent) card.append(number);
  card.append(made("p", "small soft", factsOf(model, node).join(" · ")));
  const row = made("p", "atlas-acts");
  const href = hrefOf(model, node);
  if (href) {
    const open = made("a", "btn slim", "打开页面");
    open.href = href;
    row.append(open);
  }
  const select = made("select", "slim");
  select.setAttribute("aria-label", "假设它");
  [
    ["revised", "若它修订"],
    ["replaced", "若它被代替"],
    ["withdrawn", "若它废止"],
  ].forEach(([value, word]) => {
    const option = made("option", "", word);
    option.value = value;
    select.append(option);
  });
  const impact = made("button", "btn slim", "看影响");
  impact.type = "button";
  impact.addEventListener("click", () => asks.impact(node, select.value));
  const path = made("button", "btn slim", "找路径");
  path.type = "button";
  path.title = "再点另一项，点亮两者之间的路径";
  path.addEventListener("click", () => asks.pathFrom(node));
  row.append(select, impact, path);
  card.append(row);
  const linked = links(model, shown, node, asks);
  card.append(linked || made("p", "small soft", "这个视图里没有与它关联的项。"));
  card.hidden = false;
}
