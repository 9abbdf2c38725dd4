// One frame on a 2D canvas, whole: ground, links, dots, names. Only called when something has changed.

import type { Camera, Size } from "./camera";
import { paintLabels, type Written } from "./names";
import type { Bundle } from "./bundles";
import { middle, type Scene } from "./scene";
import { Sprites } from "./sprites";
import { looksOf, type Look, type Theme } from "./theme";

export interface Drawn {
  dots: number;
  labels: Written[];
}

const MOST_LINES = 4000;
// The strongest are drawn; all together would hide what lies below.
const BUNDLES = 60;

/** The radius of a node's dot in pixels: it grows more slowly than the room around it, so that names find a place. */
export function radiusOf(r: number, scale: number): number {
  const plain = r * scale;
  return plain < 4 ? Math.max(1.1, plain) : Math.min(9, 4 + (plain - 4) * 0.35);
}

export class Painter {
  theme!: Theme;
  looks: Look[] = [];
  private lookAt: Uint8Array = new Uint8Array(0);
  private sprites!: Sprites;
  private order = new Int32Array(0); // nodes by look, so that the pen changes seldom
  private ctx: CanvasRenderingContext2D;
  private size: Size = { width: 1, height: 1 };
  density = 1;

  constructor(readonly canvas: HTMLCanvasElement) {
    this.ctx = canvas.getContext("2d", { alpha: false })!;
  }

  /** Take over colours and styles of a model; to be called again when either changes. */
  dress(scene: Scene, theme: Theme): void {
    this.theme = theme;
    const { looks, of } = looksOf(scene.model, theme);
    this.looks = looks;
    this.lookAt = of;
    this.sprites = new Sprites(looks, theme, this.density);
    const next = new Int32Array(looks.length + 1);
    for (let n = 0; n < of.length; n++) next[of[n] + 1]++;
    for (let look = 0; look < looks.length; look++) next[look + 1] += next[look];
    this.order = new Int32Array(of.length);
    for (let n = 0; n < of.length; n++) this.order[next[of[n]]++] = n;
  }

  /** Fit the canvas to its place; returns whether that changed it. */
  fit(size: Size, wanted = 0): boolean {
    const density = wanted || Math.min(2, window.devicePixelRatio || 1);
    if (size.width === this.size.width && size.height === this.size.height && density === this.density) return false;
    this.size = size;
    this.density = density;
    this.canvas.width = Math.round(size.width * density);
    this.canvas.height = Math.round(size.height * density);
    return true;
  }

  /** Put an earlier drawing somewhere on the ground. */
  copy(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const { ctx, size } = this;
    ctx.setTransform(this.density, 0, 0, this.density, 0, 0);
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.theme.ground;
    ctx.fillRect(0, 0, size.width, size.height);
    ctx.drawImage(image, x, y, width, height);
  }

  lookOfNode(node: number): Look {
    return this.looks[this.lookAt[node]];
  }

  /** Draw everything; ``quick`` leaves the names of dots out while the picture moves. */
  draw(scene: Scene, camera: Camera, quick: boolean): Drawn {
    const { ctx, size, theme } = this;
    ctx.setTransform(this.density, 0, 0, this.density, 0, 0);
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme.ground;
    ctx.fillRect(0, 0, size.width, size.height);
    this.ground(scene, camera);
    this.links(scene, camera);
    const dots = this.dots(scene, camera);
    this.changes(scene, camera);
    this.litLines(scene, camera);
    this.marks(scene, camera);
    const labels = paintLabels(ctx, scene, camera, size, theme, quick);
    return { dots, labels };
  }

  private wedge(camera: Camera, from: number, to: number, inner: number, outer: number): void {
    const { ctx, size } = this;
    const x = size.width / 2 - camera.x * camera.scale;
    const y = size.height / 2 - camera.y * camera.scale;
    ctx.beginPath();
    ctx.arc(x, y, outer * camera.scale, from, to);
    ctx.arc(x, y, inner * camera.scale, to, from, true);
    ctx.closePath();
  }

  private ground(scene: Scene, camera: Camera): void {
    const { ctx, theme } = this;
    const { rings, sectors } = scene.model.said;
    ctx.lineWidth = 1;
    rings.forEach((ring, at) => {
      const hue = sectors[ring.sector] ? sectors[ring.sector].hue : 8;
      this.wedge(camera, ring.from, ring.to, ring.inner, ring.outer);
      ctx.fillStyle = theme.hues[(hue - 1) % 8];
      ctx.globalAlpha = at % 2 ? 0.13 : 0.07;
      ctx.fill();
      ctx.globalAlpha = 0.5;
      ctx.strokeStyle = theme.hues[(hue - 1) % 8];
      if (!ring.count) ctx.setLineDash([4, 3]);
      ctx.stroke();
      ctx.setLineDash([]);
    });
    ctx.globalAlpha = 1;
  }

  private links(scene: Scene, camera: Camera): void {
    if (scene.lit) return;
    if (scene.narrowed && scene.shown.linked <= MOST_LINES) this.lines(scene, camera);
    else this.bundles(scene, camera);
  }

  private bundles(scene: Scene, camera: Camera): void {
    const { ctx, theme, size } = this;
    const near = camera.scale > Math.min(size.width, size.height) * 0.9;
    const bundles = near ? scene.byRing : scene.byModule;
    const at = (place: number): [number, number] => {
      if (near) {
        const ring = scene.model.said.rings[place];
        return middle(ring.from, ring.to, (ring.inner + ring.outer) / 2);
      }
      const sector = scene.model.said.sectors[place];
      return middle(sector.from, sector.to, scene.model.said.size * 0.3);
    };
    ctx.strokeStyle = theme.soft;
    const most = bundles.length ? Math.max(6, bundles[0].confirmed + bundles[0].suggested) : 1;
    bundles.slice(0, BUNDLES).forEach((bundle: Bundle) => {
      const [x0, y0] = this.screen(camera, ...at(bundle.from));
      const [x1, y1] = this.screen(camera, ...at(bundle.to));
      const [cx, cy] = this.screen(camera, 0, 0);
      const draw = (count: number, dash: number[]): void => {
        if (!count) return;
        ctx.setLineDash(dash);
        ctx.lineWidth = 0.8 + 3.6 * Math.sqrt(count / most);
        ctx.beginPath();
        ctx.moveTo(x0, y0);
        ctx.quadraticCurveTo((x0 + x1) * 0.3 + cx * 0.4, (y0 + y1) * 0.3 + cy * 0.4, x1, y1);
        ctx.stroke();
      };
      ctx.globalAlpha = near ? 0.35 : 0.45;
      draw(bundle.confirmed, []);
      ctx.globalAlpha = near ? 0.2 : 0.3;
      draw(bundle.suggested, [5, 4]);
    });
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  private lines(scene: Scene, camera: Camera): void {
    const { ctx, theme } = this;
    const { model, shown } = scene;
    for (const status of [1, 0]) {
      ctx.strokeStyle = status ? theme.edge : theme.soft;
      ctx.setLineDash(status ? [4, 3] : []);
      ctx.globalAlpha = shown.linked > 600 ? 0.35 : 0.7;
      ctx.lineWidth = 1;
      ctx.beginPath();
      for (let e = 0; e < model.from.length; e++) {
        if (!shown.edges[e] || model.edgeStatus[e] !== status) continue;
        const [x0, y0] = this.screen(camera, model.x[model.from[e]], model.y[model.from[e]]);
        const [x1, y1] = this.screen(camera, model.x[model.to[e]], model.y[model.to[e]]);
        ctx.moveTo(x0, y0);
        ctx.quadraticCurveTo((x0 + x1) / 2 + (y1 - y0) * 0.08, (y0 + y1) / 2 - (x1 - x0) * 0.08, x1, y1);
      }
      ctx.stroke();
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  private dots(scene: Scene, camera: Camera): number {
    const { ctx, size, lookAt, order, sprites } = this;
    const { model, shown } = scene;
    const { x, y, r } = model;
    const lit = scene.lit;
    const dx = size.width / 2 - camera.x * camera.scale;
    const dy = size.height / 2 - camera.y * camera.scale;
    const right = size.width + 12;
    const bottom = size.height + 12;
    let drawn = 0;
    let pen = -1;
    let last = -1;
    ctx.globalAlpha = lit ? 0.22 : 1;
    for (let at = 0; at < order.length; at++) {
      const n = order[at];
      if (!shown.nodes[n] || model.kind[n] === 0) continue;
      const px = x[n] * camera.scale + dx;
      const py = y[n] * camera.scale + dy;
      if (px < -12 || py < -12 || px > right || py > bottom) continue;
      drawn++;
      if (lit && lit.nodes.has(n)) continue;
      const radius = radiusOf(r[n], camera.scale);
      if (radius < 1.9) {
        if (pen !== lookAt[n]) {
          pen = lookAt[n];
          ctx.fillStyle = this.looks[pen].colour;
        }
        ctx.fillRect(px - radius, py - radius, radius * 2, radius * 2);
        continue;
      }
      const sprite = sprites.get(lookAt[n], (last = Sprites.step(radius)));
      ctx.drawImage(sprite.image, px - sprite.half, py - sprite.half, sprite.half * 2, sprite.half * 2);
    }
    ctx.globalAlpha = 1;
    if (lit) {
      lit.nodes.forEach((n) => {
        if (!shown.nodes[n] || model.kind[n] === 0) return;
        const sprite = sprites.get(lookAt[n], Math.max(last, Sprites.step(Math.max(4, radiusOf(r[n], camera.scale)))));
        const px = x[n] * camera.scale + dx;
        const py = y[n] * camera.scale + dy;
        ctx.drawImage(sprite.image, px - sprite.half, py - sprite.half, sprite.half * 2, sprite.half * 2);
      });
    }
    return drawn;
  }

  /** What became of nodes between two editions: a sign beside each, and the way of those that moved. */
  private changes(scene: Scene, camera: Camera): void {
    const { model, shown } = scene;
    const keys = model.said.changes.map((one) => one.key);
    if (!model.change.some((change) => change > 0)) return;
    const { ctx, theme } = this;
    ctx.lineCap = "round";
    for (let n = 0; n < model.count; n++) {
      const change = keys[model.change[n]];
      if (!change || !shown.nodes[n] || model.kind[n] === 0) continue;
      const [x, y] = this.screen(camera, model.x[n], model.y[n]);
      const r = Math.max(2.5, radiusOf(model.r[n], camera.scale)) + 2.5;
      ctx.strokeStyle = change === "added" ? theme.good : change === "changed" ? theme.primary : theme.bad;
      ctx.lineWidth = 1.6;
      ctx.setLineDash(change === "moved_from" ? [2, 2.5] : []);
      ctx.beginPath();
      if (change === "removed") {
        ctx.moveTo(x - r, y - r);
        ctx.lineTo(x + r, y + r);
        ctx.moveTo(x + r, y - r);
        ctx.lineTo(x - r, y + r);
      } else {
        ctx.arc(x, y, r, 0, Math.PI * 2);
      }
      if (change === "added") {
        ctx.moveTo(x + r + 1, y - r);
        ctx.lineTo(x + r + 7, y - r);
        ctx.moveTo(x + r + 4, y - r - 3);
        ctx.lineTo(x + r + 4, y - r + 3);
      }
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (!scene.lit) this.movedLines(scene, camera);
  }

  private movedLines(scene: Scene, camera: Camera): void {
    const { model, shown } = scene;
    const moved = model.said.types.findIndex((type) => type.key === "moved");
    const ways: [number, number][] = [];
    for (let e = 0; e < model.from.length; e++) {
      if (model.type[e] === moved && shown.edges[e]) ways.push([model.from[e], model.to[e]]);
    }
    this.arrows(scene, camera, ways, this.theme.bad);
  }

  private litLines(scene: Scene, camera: Camera): void {
    if (scene.lit) this.arrows(scene, camera, scene.lit.edges, this.theme.lit);
  }

  private arrows(scene: Scene, camera: Camera, ways: [number, number][], colour: string): void {
    const { ctx } = this;
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = 1.6;
    for (const [from, to] of ways) {
      const [x0, y0] = this.screen(camera, scene.model.x[from], scene.model.y[from]);
      const [x1, y1] = this.screen(camera, scene.model.x[to], scene.model.y[to]);
      const mx = (x0 + x1) / 2 + (y1 - y0) * 0.08;
      const my = (y0 + y1) / 2 - (x1 - x0) * 0.08;
      ctx.beginPath();
      ctx.moveTo(x0, y0);
      ctx.quadraticCurveTo(mx, my, x1, y1);
      ctx.stroke();
      const turn = Math.atan2(y1 - my, x1 - mx);
      if (Math.abs(x1 - x0) + Math.abs(y1 - y0) < 14) continue;
      ctx.beginPath();
      const tipX = x1 - Math.cos(turn) * 5;
      const tipY = y1 - Math.sin(turn) * 5;
      ctx.moveTo(tipX, tipY);
      ctx.lineTo(tipX - Math.cos(turn - 0.4) * 8, tipY - Math.sin(turn - 0.4) * 8);
      ctx.lineTo(tipX - Math.cos(turn + 0.4) * 8, tipY - Math.sin(turn + 0.4) * 8);
      ctx.fill();
    }
  }

  /** Rings around the chosen node and the one under the pointer. */
  private marks(scene: Scene, camera: Camera): void {
    const { ctx, theme } = this;
    for (const n of [scene.hovered, scene.chosen]) {
      if (n < 0 || !scene.shown.nodes[n]) continue;
      const [x, y] = this.screen(camera, scene.model.x[n], scene.model.y[n]);
      const around = Math.max(4, radiusOf(scene.model.r[n], camera.scale)) + 4;
      ctx.lineWidth = n === scene.chosen ? 3 : 2;
      ctx.strokeStyle = n === scene.chosen ? theme.primary : theme.ink;
      ctx.beginPath();
      ctx.arc(x, y, around, 0, Math.PI * 2);
      ctx.stroke();
    }
  }

  screen(camera: Camera, x: number, y: number): [number, number] {
    return [
      (x - camera.x) * camera.scale + this.size.width / 2,
      (y - camera.y) * camera.scale + this.size.height / 2,
    ];
  }
}
