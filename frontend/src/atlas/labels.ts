// Labels: which fit without lying on one another. Lines are broken, never cut; a label that has no room is left out.

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const STEP = 48;

/** What is taken on the picture, in squares, so that each try looks at few neighbours. */
export class Board {
  private readonly columns: number;
  private readonly rows: number;
  private readonly squares: Box[][];

  constructor(private readonly width: number, private readonly height: number) {
    this.columns = Math.max(1, Math.ceil(width / STEP));
    this.rows = Math.max(1, Math.ceil(height / STEP));
    this.squares = new Array(this.columns * this.rows);
  }

  inside(box: Box): boolean {
    return box.x >= 2 && box.y >= 2 && box.x + box.w <= this.width - 2 && box.y + box.h <= this.height - 2;
  }

  free(box: Box): boolean {
    let open = true;
    this.each(box, (at) => {
      const here = this.squares[at];
      if (!here) return;
      for (const other of here) {
        const apart =
          other.x >= box.x + box.w || box.x >= other.x + other.w || other.y >= box.y + box.h || box.y >= other.y + other.h;
        if (!apart) open = false;
      }
    });
    return open;
  }

  take(box: Box): void {
    this.each(box, (at) => {
      (this.squares[at] || (this.squares[at] = [])).push(box);
    });
  }

  private each(box: Box, use: (at: number) => void): void {
    const c0 = Math.max(0, Math.floor(box.x / STEP));
    const c1 = Math.min(this.columns - 1, Math.floor((box.x + box.w) / STEP));
    const r1 = Math.min(this.rows - 1, Math.floor((box.y + box.h) / STEP));
    for (let row = Math.max(0, Math.floor(box.y / STEP)); row <= r1; row++) {
      for (let column = c0; column <= c1; column++) use(row * this.columns + column);
    }
  }
}

const NO_START = "，。、；：？！）》〉】〕」』”’…—,.;:?!)]}%％·/";
const NO_END = "（《〈【〔「『“‘([{";

function wideness(piece: string): number {
  return piece.charCodeAt(0) < 0x250 ? piece.length * 0.56 : 1;
}

/** Break a text into lines of about ``most`` wide characters, about equally long; Latin words and numbers stay whole. */
export function wrapped(text: string, most: number): string[] {
  const pieces = text.match(/[\u0021-\u024f]+|[^\u0021-\u024f]/g) || [];
  const lines = broken(pieces, most);
  if (lines.length < 2) return lines;
  let whole = 0;
  for (const piece of pieces) whole += wideness(piece);
  const even = broken(pieces, whole / lines.length + 0.6);
  return even.length === lines.length ? even : lines;
}

function broken(pieces: string[], most: number): string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const piece of pieces) {
    const wide = wideness(piece);
    const stays = NO_START.indexOf(piece[0]) >= 0;
    if (line && width + wide > most && !stays) {
      const last = line[line.length - 1];
      const carry = NO_END.indexOf(last) >= 0 && line.length > 1 ? last : "";
      lines.push((carry ? line.slice(0, -1) : line).trim());
      line = carry;
      width = carry ? 1 : 0;
    }
    if (line || piece !== " ") {
      line += piece;
      width += wide;
    }
  }
  if (line.trim()) lines.push(line.trim());
  return lines.filter((one) => one);
}

const widths = new Map<string, number>();

/** The width of a text in the font that ``ctx`` has now; ``font`` tells the fonts apart. */
export function widthOf(ctx: CanvasRenderingContext2D, font: string, text: string): number {
  const name = `${font}|${text}`;
  let width = widths.get(name);
  if (width === undefined) {
    if (widths.size > 20000) widths.clear();
    ctx.font = font;
    width = Math.ceil(ctx.measureText(text).width);
    widths.set(name, width);
  }
  return width;
}
