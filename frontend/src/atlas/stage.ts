// The canvas and what hands do on it: drag, wheel, pinch, click, keys. Frames are drawn only when something changed.

import { fitted, fly, zoomed, type Camera, type Size } from "./camera";
import { Grid } from "./grid";
import { Painter, radiusOf } from "./paint";
import type { Scene } from "./scene";
import { readTheme } from "./theme";

// Fewer nodes than this are drawn anew for each frame; with more than MANY the names of dots wait until it rests.
const FEW = 60;
const MANY = 5000;
const MARGIN = 1.5;

interface Still {
  camera: Camera;
  size: Size;
}

/** Whether a drawing with a margin still covers the window, and is not blown up or shrunk too much. */
function reaches(still: Still, camera: Camera, size: Size): boolean {
  const times = camera.scale / still.camera.scale;
  if (times > 1.9 || times < 0.68) return false;
  const spareX = (still.size.width * times - size.width) / 2;
  const spareY = (still.size.height * times - size.height) / 2;
  return (
    Math.abs(still.camera.x - camera.x) * camera.scale <= spareX && Math.abs(still.camera.y - camera.y) * camera.scale <= spareY
  );
}

export interface Calls {
  choose(node: number): void;
  open(node: number): void;
  hover(node: number, ring: number, x: number, y: number): void;
  settled(): void;
}

export class Stage {
  readonly painter: Painter;
  camera: Camera = { x: 0, y: 0, scale: 1 };
  size: Size = { width: 1, height: 1 };
  private scene: Scene | null = null;
  private grid: Grid | null = null;
  private asked = 0;
  private moving = 0;
  private stop: (() => void) | null = null;
  private reading: number[] = [];
  private readonly back = new Painter(document.createElement("canvas"));
  private still: Still | null = null;

  constructor(readonly canvas: HTMLCanvasElement, private readonly calls: Calls) {
    this.painter = new Painter(canvas);
    this.measure();
    this.pointers();
    this.keys();
    window.addEventListener("resize", () => this.measure());
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const redress = (): void => {
      if (this.scene) this.painter.dress(this.scene, readTheme());
      this.draw();
    };
    if (dark.addEventListener) dark.addEventListener("change", redress);
    else dark.addListener(redress);
  }

  /** Show a scene; ``fresh`` where its model is another one. */
  show(scene: Scene, fresh: boolean): void {
    this.scene = scene;
    this.still = null;
    if (fresh) {
      this.grid = new Grid(scene.model, scene.model.said.size * 1.3);
      this.painter.dress(scene, readTheme());
    }
    this.reading = [];
    let standing = 0;
    for (let n = 0; n < scene.model.count; n++) {
      if (!scene.shown.nodes[n] || scene.model.kind[n] === 0) continue;
      this.reading.push(n);
      standing += scene.model.stands[n];
    }
    this.canvas.dataset.nodes = String(standing);
    this.draw();
  }

  /** The camera that shows everything, with room at the sides for the names of modules. */
  whole(): Camera {
    const reach = this.scene ? this.scene.model.said.size : 1;
    const { width, height } = this.size;
    const wide = width > 600;
    const across = Math.max(20, width / 2 - (wide ? 132 : 8));
    const down = Math.max(20, height / 2 - (wide ? 30 : 22));
    return { x: 0, y: 0, scale: Math.min(across, down) / reach };
  }

  private measure(): void {
    const box = this.canvas.parentElement!.getBoundingClientRect();
    const size = { width: Math.max(50, Math.floor(box.width)), height: Math.max(50, Math.floor(box.height)) };
    const before = this.whole().scale;
    const first = this.size.width === 1;
    this.size = size;
    if (!this.painter.fit(size)) return;
    if (this.scene) {
      this.painter.dress(this.scene, readTheme());
      if (!first) this.camera = { ...this.camera, scale: (this.camera.scale * this.whole().scale) / before };
      this.paint();
    }
  }

  /** Ask for a frame. */
  draw(): void {
    if (!this.asked) this.asked = requestAnimationFrame(() => this.paint());
  }

  /** Draw now: while the picture moves, by shifting what has been drawn; when it rests, anew. */
  paint(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    if (!this.scene) return;
    if (this.moving > 0 && this.scene.model.count > FEW) {
      this.shift(this.scene);
      return;
    }
    this.still = null;
    const drawn = this.painter.draw(this.scene, this.camera, false);
    const told = this.canvas.dataset;
    told.drawn = String(drawn.dots);
    told.labels = String(drawn.labels.length);
    told.frames = String(Number(told.frames || 0) + 1);
    if (told.watch) told.boxes = JSON.stringify(drawn.labels);
  }

  /** Show the last drawing where it has moved to; one with a margin all round is made when it no longer reaches. */
  private shift(scene: Scene): void {
    const { width, height } = this.size;
    let still = this.still;
    if (!still || !reaches(still, this.camera, this.size)) {
      const size = { width: Math.round(width * MARGIN), height: Math.round(height * MARGIN) };
      const fresh = this.back.fit(size, this.painter.density) || this.back.theme !== this.painter.theme;
      if (fresh) this.back.dress(scene, this.painter.theme);
      this.back.draw(scene, this.camera, scene.model.count > MANY);
      still = this.still = { camera: this.camera, size };
    }
    const times = this.camera.scale / still.camera.scale;
    const x = (still.camera.x - this.camera.x) * this.camera.scale + (width - still.size.width * times) / 2;
    const y = (still.camera.y - this.camera.y) * this.camera.scale + (height - still.size.height * times) / 2;
    this.painter.copy(this.back.canvas, x, y, still.size.width * times, still.size.height * times);
    this.canvas.dataset.frames = String(Number(this.canvas.dataset.frames || 0) + 1);
  }

  /** Go to a camera: at once, or on a flight. */
  go(camera: Camera, flying: boolean): void {
    if (this.stop) this.stop();
    this.stop = null;
    if (!flying) {
      this.camera = camera;
      this.draw();
      this.calls.settled();
      return;
    }
    this.moving++;
    let landed = false;
    const land = (): void => {
      if (!landed) this.moving--;
      landed = true;
    };
    const cancel = fly(this.camera, camera, (now, last) => {
      this.camera = now;
      if (last) land();
      this.paint();
      if (last) this.calls.settled();
    });
    this.stop = () => {
      cancel();
      land();
    };
  }

  /** Fly to a node, near enough to read it. */
  goTo(node: number): void {
    if (!this.scene) return;
    const { model } = this.scene;
    const near = Math.max(this.camera.scale, this.whole().scale * 3.2, Math.min(8 / model.r[node], this.whole().scale * 40));
    this.go({ x: model.x[node], y: model.y[node], scale: near }, true);
  }

  /** Fly to a ring. */
  goToRing(place: number): void {
    if (!this.scene) return;
    const ring = this.scene.model.said.rings[place];
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at <= 8; at++) {
      const angle = ring.from + ((ring.to - ring.from) * at) / 8;
      for (const radius of [ring.inner, ring.outer]) {
        left = Math.min(left, Math.cos(angle) * radius);
        right = Math.max(right, Math.cos(angle) * radius);
        top = Math.min(top, Math.sin(angle) * radius);
        bottom = Math.max(bottom, Math.sin(angle) * radius);
      }
    }
    this.go(fitted(this.size, left, top, right, bottom, Math.min(60, this.size.width * 0.1)), true);
  }

  zoom(factor: number): void {
    const { width, height } = this.size;
    this.go(zoomed(this.camera, this.size, factor, width / 2, height / 2, this.whole().scale), true);
  }

  /** The ring in the middle of the window, or -1. */
  ringAt(x: number, y: number): number {
    if (!this.scene) return -1;
    const radius = Math.hypot(x, y);
    const turn = Math.PI * 2;
    const rings = this.scene.model.said.rings;
    return rings.findIndex((ring) => {
      if (radius < ring.inner || radius > ring.outer) return false;
      const angle = Math.atan2(y, x);
      const past = (((angle - ring.from) % turn) + turn) % turn;
      return past <= ring.to - ring.from;
    });
  }

  world(px: number, py: number): [number, number] {
    return [
      this.camera.x + (px - this.size.width / 2) / this.camera.scale,
      this.camera.y + (py - this.size.height / 2) / this.camera.scale,
    ];
  }

  private under(event: { clientX: number; clientY: number }, touch: boolean): { node: number; ring: number; x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const [wx, wy] = this.world(x, y);
    const reach = ((touch ? 14 : 5) + radiusOf(0.01, this.camera.scale)) / this.camera.scale;
    const open = this.scene ? this.scene.shown.nodes : new Uint8Array(0);
    const node = this.grid && this.scene ? this.dotNear(wx, wy, reach, open) : -1;
    return { node, ring: this.ringAt(wx, wy), x, y };
  }

  private dotNear(x: number, y: number, reach: number, open: Uint8Array): number {
    const node = this.grid!.nearest(x, y, reach, open);
    return node >= 0 && this.scene!.model.kind[node] !== 0 ? node : -1;
  }

  private pointers(): void {
    const held = new Map<number, PointerEvent>();
    let from: { x: number; y: number; camera: Camera; moved: boolean } | null = null;
    const begin = (event: PointerEvent): void => {
      from = { x: event.clientX, y: event.clientY, camera: this.camera, moved: false };
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      if (this.stop) this.stop();
      held.set(event.pointerId, event);
      this.canvas.setPointerCapture(event.pointerId);
      begin(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before || !from) {
        const found = this.under(event, false);
        this.calls.hover(found.node, found.ring, found.x, found.y);
        return;
      }
      if (held.size === 2) {
        this.pinch(held, event);
        from.moved = true;
        return;
      }
      const dx = event.clientX - from.x;
      const dy = event.clientY - from.y;
      if (!from.moved && Math.abs(dx) + Math.abs(dy) < 5) return;
      if (!from.moved) this.moving++;
      from.moved = true;
      held.set(event.pointerId, event);
      this.camera = { ...from.camera, x: from.camera.x - dx / from.camera.scale, y: from.camera.y - dy / from.camera.scale };
      this.draw();
    });
    const end = (event: PointerEvent): void => {
      if (!held.delete(event.pointerId) || !from) return;
      if (from.moved) this.moving = 0;
      if (held.size) {
        const left = Array.from(held.values())[0];
        begin(left);
        from.moved = true;
        return;
      }
      if (from.moved) {
        this.draw();
        this.calls.settled();
      } else if (event.type === "pointerup") {
        this.click(event);
      }
      from = null;
    };
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
    this.canvas.addEventListener("pointerleave", () => this.calls.hover(-1, -1, 0, 0));
    this.canvas.addEventListener("dblclick", (event) => {
      const found = this.under(event, false);
      if (found.node >= 0) this.calls.open(found.node);
    });
    this.wheel();
  }

  private click(event: PointerEvent): void {
    const found = this.under(event, event.pointerType === "touch");
    this.calls.choose(found.node);
    if (found.node < 0 && found.ring >= 0 && event.detail < 2) this.goToRing(found.ring);
  }

  private pinch(held: Map<number, PointerEvent>, event: PointerEvent): void {
    const other = Array.from(held.values()).filter((one) => one.pointerId !== event.pointerId)[0];
    const before = held.get(event.pointerId)!;
    const was = Math.hypot(before.clientX - other.clientX, before.clientY - other.clientY);
    const now = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
    held.set(event.pointerId, event);
    if (was < 1) return;
    const box = this.canvas.getBoundingClientRect();
    const mx = (event.clientX + other.clientX) / 2 - box.left;
    const my = (event.clientY + other.clientY) / 2 - box.top;
    this.camera = zoomed(this.camera, this.size, now / was, mx, my, this.whole().scale);
    this.draw();
  }

  private wheel(): void {
    let rest = 0;
    this.canvas.addEventListener(
      "wheel",
      (event) => {
        // The page scrolls on until the picture has been clicked, or Ctrl is held.
        if (!event.ctrlKey && document.activeElement !== this.canvas) return;
        event.preventDefault();
        if (this.stop) this.stop();
        const box = this.canvas.getBoundingClientRect();
        const turned = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
        const factor = Math.exp(-Math.max(-240, Math.min(240, turned)) * 0.0022);
        this.camera = zoomed(this.camera, this.size, factor, event.clientX - box.left, event.clientY - box.top, this.whole().scale);
        if (!rest) this.moving++;
        window.clearTimeout(rest);
        rest = window.setTimeout(() => {
          rest = 0;
          this.moving = 0;
          this.draw();
          this.calls.settled();
        }, 160);
        this.draw();
      },
      { passive: false },
    );
  }

  private keys(): void {
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.scene) return;
      const chosen = this.scene.chosen;
      const steps: Record<string, () => void> = {
        ArrowRight: () => this.step(1, false),
        ArrowLeft: () => this.step(-1, false),
        ArrowDown: () => this.step(1, true),
        ArrowUp: () => this.step(-1, true),
        Home: () => this.visit(this.reading[0]),
        End: () => this.visit(this.reading[this.reading.length - 1]),
        Enter: () => chosen >= 0 && this.calls.open(chosen),
        Escape: () => this.calls.choose(-1),
        "+": () => this.zoom(1.6),
        "=": () => this.zoom(1.6),
        "-": () => this.zoom(1 / 1.6),
        "0": () => this.go(this.whole(), true),
      };
      const act = steps[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  /** To the next node in reading order, or (``ring``) to the first of the next category. */
  private step(direction: number, ring: boolean): void {
    const { model, chosen } = this.scene!;
    if (!this.reading.length) return;
    let at = this.reading.indexOf(chosen);
    if (at < 0) return this.visit(this.reading[direction > 0 ? 0 : this.reading.length - 1]);
    const here = model.ring[this.reading[at]];
    do at += direction;
    while (ring && this.reading[at] !== undefined && model.ring[this.reading[at]] === here);
    if (ring && direction < 0 && at >= 0) {
      const before = model.ring[this.reading[at]];
      while (at > 0 && model.ring[this.reading[at - 1]] === before) at--;
    }
    this.visit(this.reading[Math.max(0, Math.min(this.reading.length - 1, at))]);
  }

  private visit(node: number | undefined): void {
    if (node === undefined) return;
    this.calls.choose(node);
    const { model } = this.scene!;
    const px = Math.abs(model.x[node] - this.camera.x) * this.camera.scale;
    const py = Math.abs(model.y[node] - this.camera.y) * this.camera.scale;
    const tight = radiusOf(model.r[node], this.camera.scale) < 5;
    if (tight || px > this.size.width * 0.4 || py > this.size.height * 0.4) this.goTo(node);
  }
}
