// What is to be drawn: the model, the view's choice, and what is lit. The painter only reads it.

import { bundlesOf, type Bundle } from "./bundles";
import type { Shown } from "./filters";
import type { Model } from "./payload";

export interface Lit {
  nodes: Set<number>;
  edges: [number, number][]; // pairs of nodes, drawn with an arrow at the second
  words: string;
}

export interface Scene {
  model: Model;
  shown: Shown;
  narrowed: boolean; // the view chooses links: draw them rather than their bundles
  byModule: Bundle[];
  byRing: Bundle[];
  perRing: Int32Array; // shown nodes of each ring
  perSector: Int32Array;
  lit: Lit | null;
  chosen: number;
  hovered: number;
}

/** A scene of a view. */
export function sceneOf(model: Model, shown: Shown, narrowed: boolean): Scene {
  const perRing = new Int32Array(model.said.rings.length);
  const perSector = new Int32Array(model.said.sectors.length);
  for (let n = 0; n < model.count; n++) {
    if (!shown.nodes[n] || model.said.kinds[model.kind[n]].key === "subsystem") continue;
    if (model.ring[n] >= 0) perRing[model.ring[n]] += model.stands[n];
    if (model.module[n] >= 0) perSector[model.module[n]] += model.stands[n];
  }
  return {
    model,
    shown,
    narrowed,
    byModule: bundlesOf(model, shown, true),
    byRing: bundlesOf(model, shown, false),
    perRing,
    perSector,
    lit: null,
    chosen: -1,
    hovered: -1,
  };
}

/** The place of a sector's or ring's middle. */
export function middle(from: number, to: number, radius: number): [number, number] {
  const angle = (from + to) / 2;
  return [Math.cos(angle) * radius, Math.sin(angle) * radius];
}
