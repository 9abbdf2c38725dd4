// Names on the picture by zoom: modules always, categories when they have room, dots when one has come near.

import type { Camera, Size } from "./camera";
import { Board, widthOf, wrapped, type Box } from "./labels";
import { radiusOf } from "./paint";
import type { Scene } from "./scene";
import type { Theme } from "./theme";

export interface Written extends Box {
  text: string;
}

interface Wish {
  lines: string[];
  font: string;
  size: number;
  ink: string;
  must: boolean; // drawn even where its best place is taken
}

const DOT_LABELS = 160;
const NEAR = 4.2; // radius in pixels from which dots have names

class Writer {
  readonly written: Written[] = [];

  constructor(
    private readonly ctx: CanvasRenderingContext2D,
    private readonly theme: Theme,
    readonly board: Board,
  ) {}

  measure(wish: Wish): { w: number; h: number } {
    let w = 0;
    for (const line of wish.lines) w = Math.max(w, widthOf(this.ctx, wish.font, line));
    return { w: w + 6, h: wish.lines.length * wish.size * 1.25 + 3 };
  }

  /** Write at the first of the places that is free; each is the box's top left corner. */
  write(wish: Wish, places: [number, number][], other?: Board): boolean {
    const { w, h } = this.measure(wish);
    for (const [x, y] of places) {
      const box = { x, y, w, h };
      if (!this.board.inside(box) || !this.board.free(box) || (other && !other.free(box))) continue;
      this.set(wish, box);
      return true;
    }
    return false;
  }

  private set(wish: Wish, box: Box): void {
    const { ctx } = this;
    this.board.take(box);
    this.written.push({ ...box, text: wish.lines.join("") });
    ctx.globalAlpha = 0.82;
    ctx.fillStyle = this.theme.ground;
    ctx.fillRect(box.x, box.y, box.w, box.h);
    ctx.globalAlpha = 1;
    ctx.font = wish.font;
    ctx.fillStyle = wish.ink;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    wish.lines.forEach((line, at) => {
      ctx.fillText(line, box.x + 3, box.y + 1.5 + (at + 0.5) * wish.size * 1.25 + 0.5);
    });
  }
}

/** Write all names that have room; returns where. */
export function paintLabels(
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  size: Size,
  theme: Theme,
  quick: boolean,
): Written[] {
  const writer = new Writer(ctx, theme, new Board(size.width, size.height));
  const dots = new Board(size.width, size.height);
  const near = quick ? [] : nearDots(scene, camera, size, dots);
  chosen(writer, scene, camera, size, theme);
  modules(writer, scene, camera, size, theme);
  categories(writer, scene, camera, size, theme, near.length ? dots : undefined);
  if (!quick) lit(writer, scene, camera, size, theme);
  // While something is lit, only it is named.
  if (!scene.lit) near.slice(0, DOT_LABELS).forEach((n) => dot(writer, scene, camera, size, theme, n, dots));
  return writer.written;
}

function toScreen(camera: Camera, size: Size, x: number, y: number): [number, number] {
  return [(x - camera.x) * camera.scale + size.width / 2, (y - camera.y) * camera.scale + size.height / 2];
}

function fontOf(theme: Theme, size: number, bold: boolean): string {
  return `${bold ? "600 " : ""}${size}px ${theme.font}`;
}

function modules(writer: Writer, scene: Scene, camera: Camera, size: Size, theme: Theme): void {
  const said = scene.model.said;
  const px = size.width < 600 ? 12 : 14;
  said.sectors.forEach((sector, at) => {
    const count = scene.perSector[at];
    const wish: Wish = {
      lines: wrapped(`${sector.code} ${sector.name}${size.width < 600 ? "" : `（${count}）`}`, size.width < 600 ? 5 : 20),
      font: fontOf(theme, px, true),
      size: px,
      ink: theme.inks[(sector.hue - 1) % 8],
      must: true,
    };
    const { w, h } = writer.measure(wish);
    const places: [number, number][] = [];
    const span = sector.to - sector.from;
    for (const part of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const angle = sector.from + span * part;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (const gap of [6, 22, 40]) {
        const [x, y] = toScreen(camera, size, cos * said.size, sin * said.size);
        places.push([x + cos * gap - (w / 2) * (1 - cos), y + sin * gap - (h / 2) * (1 - sin)]);
      }
    }
    // Near: whichever part of the sector can be seen names it at its edge.
    const [x, y] = toScreen(camera, size, Math.cos((sector.from + sector.to) / 2) * said.size, Math.sin((sector.from + sector.to) / 2) * said.size);
    if (x > -w && y > -h && x < size.width + w && y < size.height + h) {
      places.push([Math.min(size.width - w - 2, Math.max(2, x - w / 2)), Math.min(size.height - h - 2, Math.max(2, y - h / 2))]);
    }
    writer.write(wish, places);
  });
}

function categories(
  writer: Writer,
  scene: Scene,
  camera: Camera,
  size: Size,
  theme: Theme,
  dots: Board | undefined,
): void {
  const said = scene.model.said;
  said.rings.forEach((ring, at) => {
    const deep = (ring.outer - ring.inner) * camera.scale;
    const long = (ring.to - ring.from) * ((ring.inner + ring.outer) / 2) * camera.scale;
    const px = deep > 110 ? 14 : 12;
    if (deep < px) return;
    const sector = said.sectors[ring.sector];
    if (sector && sector.code === ring.code) return;
    const text = deep > 34 && long > 150 ? `${ring.code} ${ring.name}（${scene.perRing[at]}）` : `${ring.code} ${ring.name}`;
    const wish: Wish = {
      lines: wrapped(text, Math.max(7, Math.min(24, long / px - 1))),
      font: fontOf(theme, px, deep > 110),
      size: px,
      ink: theme.inks[((sector ? sector.hue : 8) - 1) % 8],
      must: false,
    };
    const { w, h } = writer.measure(wish);
    if (w > long * 1.3 && w > deep * 1.6) return;
    const places: [number, number][] = [];
    // The middle comes first: the layout keeps it free.
    for (const part of [0.5, 0.3, 0.7]) {
      const angle = ring.from + (ring.to - ring.from) * part;
      for (const radius of [(ring.inner + ring.outer) / 2, ring.outer - 10 / camera.scale, ring.inner + 10 / camera.scale]) {
        const [x, y] = toScreen(camera, size, Math.cos(angle) * radius, Math.sin(angle) * radius);
        places.push([x - w / 2, y - h / 2]);
      }
    }
    if (dots && writer.write(wish, places, dots)) return;
    writer.write(wish, places);
  });
}

/** Nodes in the window that are large enough for a name, those that matter more first. */
function nearDots(scene: Scene, camera: Camera, size: Size, dots: Board): number[] {
  const { model, shown } = scene;
  const found: number[] = [];
  const halfX = size.width / 2 / camera.scale;
  const halfY = size.height / 2 / camera.scale;
  for (let n = 0; n < model.count; n++) {
    if (!shown.nodes[n] || model.kind[n] === 0) continue;
    if (Math.abs(model.x[n] - camera.x) > halfX || Math.abs(model.y[n] - camera.y) > halfY) continue;
    const radius = radiusOf(model.r[n], camera.scale);
    if (radius < NEAR) continue;
    found.push(n);
    if (found.length > 1500) return [];
    const [x, y] = toScreen(camera, size, model.x[n], model.y[n]);
    dots.take({ x: x - radius, y: y - radius, w: radius * 2, h: radius * 2 });
  }
  const weight = (n: number): number => (model.kind[n] === 1 ? model.urgency[n] + 1 : 20 + model.status[n]);
  return found.sort((a, b) => weight(a) - weight(b) || a - b);
}

function wishOf(scene: Scene, n: number, camera: Camera, theme: Theme, full: boolean): Wish {
  const { model } = scene;
  const code = model.said.nodes.code[n];
  const title = model.said.nodes.label[n];
  const near = full || radiusOf(model.r[n], camera.scale) > 5.2 || !code;
  const lines = near ? (code && code.length > 5 ? [code, ...wrapped(title, 13)] : wrapped(`${code} ${title}`.trim(), 13)) : [code];
  return { lines, font: fontOf(theme, 12, full), size: 12, ink: theme.ink, must: full };
}

function around(x: number, y: number, gap: number, w: number, h: number): [number, number][] {
  return [
    [x + gap, y - h / 2],
    [x - gap - w, y - h / 2],
    [x - w / 2, y + gap],
    [x - w / 2, y - gap - h],
    [x + gap, y + 2],
    [x - gap - w, y + 2],
    [x + gap, y - h - 2],
    [x - gap - w, y - h - 2],
  ];
}

function dot(writer: Writer, scene: Scene, camera: Camera, size: Size, theme: Theme, n: number, dots: Board): void {
  if (n === scene.chosen || n === scene.hovered) return;
  const [x, y] = toScreen(camera, size, scene.model.x[n], scene.model.y[n]);
  const wish = wishOf(scene, n, camera, theme, false);
  const { w, h } = writer.measure(wish);
  writer.write(wish, around(x, y, radiusOf(scene.model.r[n], camera.scale) + (scene.model.change[n] > 0 ? 10 : 2), w, h), dots);
}

/** Names of what is lit come before those of other dots. */
function lit(writer: Writer, scene: Scene, camera: Camera, size: Size, theme: Theme): void {
  if (!scene.lit) return;
  let left = 60;
  scene.lit.nodes.forEach((n) => {
    if (!scene.shown.nodes[n] || left-- <= 0 || n === scene.chosen) return;
    const [x, y] = toScreen(camera, size, scene.model.x[n], scene.model.y[n]);
    const wish = wishOf(scene, n, camera, theme, false);
    const { w, h } = writer.measure(wish);
    writer.write(wish, around(x, y, 8, w, h));
  });
}

function chosen(writer: Writer, scene: Scene, camera: Camera, size: Size, theme: Theme): void {
  const n = scene.chosen;
  if (n < 0 || !scene.shown.nodes[n]) return;
  const [x, y] = toScreen(camera, size, scene.model.x[n], scene.model.y[n]);
  const wish = wishOf(scene, n, camera, theme, true);
  const { w, h } = writer.measure(wish);
  writer.write(wish, around(x, y, 12, w, h));
}
