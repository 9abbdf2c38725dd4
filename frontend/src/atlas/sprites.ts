// A dot is drawn once for each look and size into a small canvas, and copied from there.

import type { Look, Theme } from "./theme";

const SIZES = [2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10, 12, 14];

export interface Sprite {
  image: HTMLCanvasElement;
  half: number;
}

/** The outline of a dot of radius ``r`` around the middle. */
export function outline(ctx: CanvasRenderingContext2D, look: Look, x: number, y: number, r: number): void {
  ctx.beginPath();
  if (look.shape === "square") {
    const s = r * 0.9;
    ctx.rect(x - s, y - s, s * 2, s * 2);
  } else if (look.shape === "diamond") {
    const s = r * 1.15;
    ctx.moveTo(x, y - s);
    ctx.lineTo(x + s, y);
    ctx.lineTo(x, y + s);
    ctx.lineTo(x - s, y);
    ctx.closePath();
  } else {
    ctx.arc(x, y, r, 0, Math.PI * 2);
  }
}

/** Draw one dot. */
export function drawDot(ctx: CanvasRenderingContext2D, look: Look, theme: Theme, x: number, y: number, r: number): void {
  ctx.save();
  const pen = Math.max(0.8, Math.min(1.6, r * 0.28));
  const inner = Math.max(0.8, r - pen / 2);
  outline(ctx, look, x, y, inner);
  ctx.fillStyle = look.fill === "full" ? look.colour : theme.ground;
  ctx.fill();
  ctx.strokeStyle = look.colour;
  ctx.lineWidth = pen;
  if (look.fill === "dashed") ctx.setLineDash([pen * 1.6, pen * 1.2]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = look.colour;
  if (look.fill === "core") {
    ctx.beginPath();
    ctx.arc(x, y, inner * 0.48, 0, Math.PI * 2);
    ctx.fill();
  } else if (look.fill !== "full" && look.fill !== "hollow" && look.fill !== "dashed") {
    outline(ctx, look, x, y, inner);
    ctx.clip();
    if (look.fill === "half") {
      ctx.fillRect(x - r * 1.2, y, r * 2.4, r * 1.2);
    } else {
      ctx.beginPath();
      const gap = look.fill === "slash" ? r * 3 : Math.max(2, r * 0.6);
      for (let at = look.fill === "slash" ? 0 : -r * 2; at <= r * 2; at += gap) {
        ctx.moveTo(x - r + at, y + r);
        ctx.lineTo(x + r + at, y - r);
      }
      ctx.stroke();
    }
  }
  ctx.restore();
}

export class Sprites {
  private made = new Map<number, Sprite>();

  constructor(private readonly looks: Look[], private readonly theme: Theme, private readonly density: number) {}

  /** The step of size that a radius belongs to. */
  static step(radius: number): number {
    let at = 0;
    while (at < SIZES.length - 1 && SIZES[at + 1] <= radius + 0.2) at++;
    return at;
  }

  get(look: number, step: number): Sprite {
    const code = look * SIZES.length + step;
    let sprite = this.made.get(code);
    if (!sprite) {
      const half = Math.ceil(SIZES[step] * 1.2 + 1);
      const image = document.createElement("canvas");
      image.width = image.height = Math.ceil(half * 2 * this.density);
      const ctx = image.getContext("2d")!;
      ctx.scale(image.width / (half * 2), image.height / (half * 2));
      drawDot(ctx, this.looks[look], this.theme, half, half, SIZES[step]);
      sprite = { image, half };
      this.made.set(code, sprite);
    }
    return sprite;
  }
}
