// Which dot lies under the pointer: a grid of equal squares over the atlas, filled once.

import type { Model } from "./payload";

export class Grid {
  private readonly side: number;
  private readonly step: number;
  private readonly low: number;
  private readonly starts: Int32Array;
  private readonly items: Int32Array;

  constructor(private readonly model: Model, reach: number) {
    this.side = Math.max(1, Math.min(256, Math.ceil(Math.sqrt(model.count / 2))));
    this.low = -reach;
    this.step = (reach * 2) / this.side;
    this.starts = new Int32Array(this.side * this.side + 1);
    const where = new Int32Array(model.count);
    for (let n = 0; n < model.count; n++) {
      where[n] = this.column(model.y[n]) * this.side + this.column(model.x[n]);
      this.starts[where[n] + 1]++;
    }
    for (let c = 0; c < this.side * this.side; c++) this.starts[c + 1] += this.starts[c];
    this.items = new Int32Array(model.count);
    const next = this.starts.slice();
    for (let n = 0; n < model.count; n++) this.items[next[where[n]]++] = n;
  }

  private column(value: number): number {
    return Math.max(0, Math.min(this.side - 1, Math.floor((value - this.low) / this.step)));
  }

  /** The nearest node within ``within`` for which ``open`` is set; -1 where there is none. */
  nearest(x: number, y: number, within: number, open: Uint8Array): number {
    let found = -1;
    let best = within * within;
    this.each(x - within, y - within, x + within, y + within, (n) => {
      if (!open[n]) return;
      const dx = this.model.x[n] - x;
      const dy = this.model.y[n] - y;
      const far = dx * dx + dy * dy;
      if (far <= best) {
        best = far;
        found = n;
      }
    });
    return found;
  }

  /** Every node whose square touches the box. */
  each(left: number, top: number, right: number, bottom: number, use: (node: number) => void): void {
    const c0 = this.column(left);
    const c1 = this.column(right);
    const r1 = this.column(bottom);
    for (let row = this.column(top); row <= r1; row++) {
      for (let at = this.starts[row * this.side + c0]; at < this.starts[row * this.side + c1 + 1]; at++) {
        use(this.items[at]);
      }
    }
  }
}
