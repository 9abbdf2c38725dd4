// Links between categories taken together, for a picture that would be a tangle if each were drawn.

import type { Model } from "./payload";
import type { Shown } from "./filters";

export interface Bundle {
  from: number; // places among the rings
  to: number;
  confirmed: number;
  suggested: number;
}

/** Bundles between different categories (or, ``modules``, between different modules), the strongest first. */
export function bundlesOf(model: Model, shown: Shown, modules: boolean): Bundle[] {
  const column = modules ? model.module : model.ring;
  const wide = 1 + (modules ? model.said.sectors.length : model.said.rings.length);
  const found = new Map<number, Bundle>();
  for (let e = 0; e < model.from.length; e++) {
    if (!shown.edges[e]) continue;
    const from = column[model.from[e]];
    const to = column[model.to[e]];
    if (from < 0 || to < 0 || from === to) continue;
    const code = from * wide + to;
    let bundle = found.get(code);
    if (!bundle) {
      bundle = { from, to, confirmed: 0, suggested: 0 };
      found.set(code, bundle);
    }
    if (model.edgeStatus[e] === 0) bundle.confirmed++;
    else bundle.suggested++;
  }
  return Array.from(found.values()).sort((a, b) => b.confirmed + b.suggested - a.confirmed - a.suggested);
}
