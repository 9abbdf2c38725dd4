// The legend: only looks that occur, each drawn as it is drawn on the picture.

import { drawDot } from "./sprites";
import { lookOf, type Theme } from "./theme";
import type { Scene } from "./scene";

interface Entry {
  kind: string;
  tone: string;
  status: string;
  words: string;
}

function entriesOf(scene: Scene): Entry[] {
  const { model, shown } = scene;
  const said = model.said;
  const used = new Set<string>();
  for (let n = 0; n < model.count; n++) {
    if (!shown.nodes[n]) continue;
    const kind = said.kinds[model.kind[n]].key;
    used.add(`${kind}|${kind === "planned" ? model.urgency[n] : kind === "standard" ? model.status[n] : ""}`);
  }
  const word = (key: string): string => said.kinds.filter((one) => one.key === key)[0].word;
  const found: Entry[] = [];
  said.urgencies.forEach((grade, at) => {
    if (used.has(`planned|${at}`)) found.push({ kind: "planned", tone: grade.tone, status: "", words: `${word("planned")} ${grade.word}` });
  });
  said.statuses.forEach((status, at) => {
    if (used.has(`standard|${at}`)) found.push({ kind: "standard", tone: "", status: status.key, words: `${word("standard")} ${status.word}` });
  });
  if (used.has("basis|")) found.push({ kind: "basis", tone: "", status: "", words: word("basis") });
  return found;
}

/** Write the legend anew. */
export function fillLegend(list: HTMLElement, scene: Scene, theme: Theme): void {
  list.textContent = "";
  for (const entry of entriesOf(scene)) {
    const item = document.createElement("li");
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 32;
    canvas.setAttribute("aria-hidden", "true");
    const ctx = canvas.getContext("2d")!;
    ctx.scale(2, 2);
    drawDot(ctx, lookOf(entry.kind, entry.tone, entry.status, theme), theme, 8, 8, 6);
    item.append(canvas, entry.words);
    list.append(item);
  }
  const more: [string, string][] = [
    ["solid", "已确认的关联"],
    ["dashed", "待确认的关联"],
    ["empty", "尚无拟制定标准的类别"],
  ];
  if (scene.model.change.some((change) => change > 0)) {
    more.push(["added", "新增"], ["removed", "不再列入"], ["moved", "移动，箭头从原处指来"], ["changed", "有改动"]);
  }
  for (const [cls, words] of more) {
    const item = document.createElement("li");
    const mark = document.createElement("i");
    mark.className = `atlas-mark ${cls}`;
    item.append(mark, words);
    list.append(item);
  }
}
