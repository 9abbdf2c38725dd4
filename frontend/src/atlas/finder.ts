// Finding a node by number or words, and going there.

import type { Model } from "./payload";
import type { Shown } from "./filters";
import { nameOf } from "./card";

/** One way of writing: full-width letters, spaces, dashes and case do not matter. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-–—_/.．·]+/g, "");
}

/** Nodes that hold all words, the best first: whole code, start of code, start of title, anywhere. */
export function found(keys: string[], model: Model, shown: Shown, asked: string, most: number): number[] {
  const words = asked.split(/\s+/).map(folded).filter((word) => word);
  const whole = folded(asked);
  if (!whole) return [];
  const hits: [number, number][] = [];
  for (let n = 0; n < model.count; n++) {
    if (!shown.nodes[n]) continue;
    const text = keys[n];
    if (!words.every((word) => text.indexOf(word) >= 0)) continue;
    const code = folded(model.said.nodes.code[n]);
    const rank = code === whole ? 0 : code.indexOf(whole) === 0 ? 1 : text.indexOf(whole) >= 0 ? 2 : 3;
    hits.push([rank, n]);
  }
  return hits
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .slice(0, most)
    .map((hit) => hit[1]);
}

export class Finder {
  private keys: string[] = [];

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly state: () => { model: Model; shown: Shown } | null,
    private readonly go: (node: number) => void,
  ) {
    input.addEventListener("input", () => this.offer());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.clear();
      if (event.key === "ArrowDown") {
        const first = this.list.querySelector("button");
        if (first) first.focus();
        event.preventDefault();
      }
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = this.hits(1)[0];
      if (first !== undefined) this.take(first);
    });
    list.addEventListener("keydown", (event) => {
      const now = document.activeElement as HTMLElement;
      const item = now.parentElement;
      if (event.key === "Escape") {
        this.clear();
        this.input.focus();
      }
      if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !item) return;
      event.preventDefault();
      const next = event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling;
      const button = next ? next.querySelector("button") : null;
      if (button) button.focus();
      else if (event.key === "ArrowUp") this.input.focus();
    });
  }

  /** The texts of a model, folded once, when something is first looked for. */
  private learn(model: Model): void {
    if (this.keys.length === model.count) return;
    const { code, label } = model.said.nodes;
    this.keys = code.map((one, at) => folded(`${one} ${label[at]}`));
  }

  private hits(most: number): number[] {
    const now = this.state();
    if (now) this.learn(now.model);
    return now ? found(this.keys, now.model, now.shown, this.input.value, most) : [];
  }

  private offer(): void {
    const now = this.state();
    this.list.textContent = "";
    const asked = this.input.value.trim();
    if (!now || !asked) return this.clear();
    const hits = this.hits(8);
    for (const node of hits) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = nameOf(now.model, node);
      button.addEventListener("click", () => this.take(node));
      item.append(button);
      this.list.append(item);
    }
    if (!hits.length) {
      const item = document.createElement("li");
      item.className = "soft";
      item.textContent = "图上没有这样的项，可放宽筛选";
      this.list.append(item);
    }
    this.list.hidden = false;
  }

  private take(node: number): void {
    this.clear();
    this.go(node);
  }

  private clear(): void {
    this.list.hidden = true;
    this.list.textContent = "";
  }
}
