// Where the reader looks: the centre in the atlas's own measure, and how many pixels one unit takes.

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export const ZOOM_MOST = 90;

/** The camera that shows a box of the atlas whole. */
export function fitted(size: Size, left: number, top: number, right: number, bottom: number, margin: number): Camera {
  const across = Math.max(1e-6, right - left);
  const down = Math.max(1e-6, bottom - top);
  const width = Math.max(20, size.width - margin * 2);
  const height = Math.max(20, size.height - margin * 2);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(width / across, height / down) };
}

/** Zoom by ``factor`` so that the point under the pointer stays where it is. */
export function zoomed(camera: Camera, size: Size, factor: number, px: number, py: number, least: number): Camera {
  const scale = Math.min(least * ZOOM_MOST, Math.max(least * 0.7, camera.scale * factor));
  const wx = camera.x + (px - size.width / 2) / camera.scale;
  const wy = camera.y + (py - size.height / 2) / camera.scale;
  return { x: wx - (px - size.width / 2) / scale, y: wy - (py - size.height / 2) / scale, scale };
}

/** Fly from one camera to another: calls ``step`` with each place on the way; returns how to stop. */
export function fly(from: Camera, to: Camera, step: (camera: Camera, last: boolean) => void): () => void {
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    step(to, true);
    return () => undefined;
  }
  const began = performance.now();
  const long = 420;
  let handle = 0;
  const ratio = Math.log(to.scale / from.scale);
  function frame(now: number): void {
    const part = Math.min(1, Math.max(0, (now - began) / long));
    const eased = part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) * (1 - part);
    const scale = from.scale * Math.exp(ratio * eased);
    // The pixels per unit change on the way, so the path is measured by what is still to go in them.
    const gone = Math.abs(ratio) < 1e-3 ? eased : (1 - Math.exp(-ratio * eased)) / (1 - Math.exp(-ratio));
    const camera = { x: from.x + (to.x - from.x) * gone, y: from.y + (to.y - from.y) * gone, scale };
    step(part < 1 ? camera : to, part >= 1);
    if (part < 1) handle = requestAnimationFrame(frame);
  }
  handle = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(handle);
}
