// Colours from the page's tokens, read when the scheme changes; the style of a dot by its kind and state.

import type { Model } from "./payload";

export interface Theme {
  ink: string;
  soft: string;
  line: string;
  edge: string;
  ground: string;
  primary: string;
  lit: string;
  good: string;
  bad: string;
  font: string;
  hues: string[];
  inks: string[];
  tones: Record<string, string>;
  statuses: Record<string, string>;
}

/** The tokens in force now. */
export function readTheme(): Theme {
  const said = getComputedStyle(document.documentElement);
  const token = (name: string): string => said.getPropertyValue(`--${name}`).trim();
  const places = [1, 2, 3, 4, 5, 6, 7, 8];
  return {
    ink: token("ink"),
    soft: token("ink-2"),
    line: token("line"),
    edge: token("edge"),
    ground: token("ground"),
    primary: token("primary"),
    lit: token("lit-edge"),
    good: token("good"),
    bad: token("bad"),
    font: token("font") || "sans-serif",
    hues: places.map((at) => token(`hue-${at}`)),
    inks: places.map((at) => token(`hue-${at}-ink`)),
    tones: {
      first: token("first"),
      second: token("second"),
      third: token("third"),
      other: token("other"),
      undefined: token("edge"),
      absent: token("edge"),
    },
    statuses: {
      current: token("st-current"),
      upcoming: token("st-upcoming"),
      superseded: token("st-superseded"),
      withdrawn: token("st-withdrawn"),
      draft: token("primary"),
      unknown: token("other"),
    },
  };
}

export type Shape = "square" | "circle" | "diamond" | "ring";
/** How the inside of a dot is drawn: told apart without colour. */
export type Fill = "full" | "half" | "hollow" | "core" | "slash" | "dashed" | "hatched";

export interface Look {
  shape: Shape;
  fill: Fill;
  colour: string;
}

const SHAPES: Record<string, Shape> = { subsystem: "ring", planned: "square", standard: "circle", basis: "diamond" };
const TONE_FILLS: Record<string, Fill> = {
  first: "full",
  second: "half",
  third: "hollow",
  other: "core",
  undefined: "hatched",
  absent: "dashed",
};
const STATUS_FILLS: Record<string, Fill> = {
  current: "full",
  upcoming: "core",
  superseded: "half",
  withdrawn: "slash",
  draft: "dashed",
  unknown: "hollow",
};

export function lookOf(kind: string, tone: string, status: string, theme: Theme): Look {
  const shape = SHAPES[kind] || "circle";
  if (kind === "planned") {
    const known = tone || "absent";
    return { shape, fill: TONE_FILLS[known] || "hollow", colour: theme.tones[known] || theme.edge };
  }
  if (kind === "standard") {
    const known = status || "unknown";
    return { shape, fill: STATUS_FILLS[known] || "hollow", colour: theme.statuses[known] || theme.edge };
  }
  return { shape, fill: kind === "basis" ? "full" : "hollow", colour: theme.soft };
}

/** The looks that occur, and for each node its place among them. */
export function looksOf(model: Model, theme: Theme): { looks: Look[]; of: Uint8Array } {
  const looks: Look[] = [];
  const places = new Map<number, number>();
  const of = new Uint8Array(model.count);
  const { kinds, urgencies, statuses } = model.said;
  for (let n = 0; n < model.count; n++) {
    const code = (model.kind[n] * 64 + model.urgency[n] + 1) * 64 + model.status[n] + 1;
    let place = places.get(code);
    if (place === undefined) {
      const tone = model.urgency[n] < 0 ? "" : urgencies[model.urgency[n]].tone;
      const status = model.status[n] < 0 ? "" : statuses[model.status[n]].key;
      place = looks.push(lookOf(kinds[model.kind[n]].key, tone, status, theme)) - 1;
      places.set(code, place);
    }
    of[n] = place;
  }
  return { looks, of };
}
