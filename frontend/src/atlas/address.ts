// The address holds the whole view, so that it can be sent to a colleague: no entry of the history for each step.

import type { Camera } from "./camera";

/** Put values into the address; an empty one takes its name out. */
export function remember(changes: Record<string, string>): void {
  const asked = new URLSearchParams(window.location.search);
  for (const name of Object.keys(changes)) {
    if (changes[name]) asked.set(name, changes[name]);
    else asked.delete(name);
  }
  const query = asked.toString();
  const next = window.location.pathname + (query ? `?${query}` : "") + window.location.hash;
  window.history.replaceState(window.history.state, "", next);
}

export function asked(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

/** ``x,y,times``: the centre, and how many times the whole is enlarged. */
export function cameraSaid(camera: Camera, whole: Camera): string {
  const times = camera.scale / whole.scale;
  const same = Math.abs(times - 1) < 0.01 && Math.abs(camera.x - whole.x) + Math.abs(camera.y - whole.y) < 0.01;
  return same ? "" : [camera.x.toFixed(3), camera.y.toFixed(3), times.toFixed(2)].join(",");
}

export function cameraRead(text: string | null, whole: Camera): Camera | null {
  const parts = (text || "").split(",").map(Number);
  if (parts.length !== 3 || parts.some((part) => !isFinite(part))) return null;
  const times = Math.min(90, Math.max(0.7, parts[2]));
  return { x: parts[0], y: parts[1], scale: whole.scale * times };
}
