// The view as a PNG, with its title below, for a document.

import type { Camera } from "./camera";
import { Painter } from "./paint";
import type { Scene } from "./scene";
import { readTheme } from "./theme";

const FOOT = 34;

/** Draw the view anew at twice its size and hand it over as a file. */
export function savePng(scene: Scene, camera: Camera, width: number, height: number, caption: string, name: string): void {
  const theme = readTheme();
  const sheet = document.createElement("canvas");
  const painter = new Painter(sheet);
  painter.fit({ width, height }, 2);
  painter.dress(scene, theme);
  painter.draw({ ...scene, hovered: -1 }, camera, false);
  const out = document.createElement("canvas");
  out.width = sheet.width;
  out.height = sheet.height + FOOT * 2;
  const ctx = out.getContext("2d")!;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, out.width, out.height);
  ctx.drawImage(sheet, 0, 0);
  ctx.scale(2, 2);
  ctx.font = `12px ${theme.font}`;
  ctx.fillStyle = theme.soft;
  ctx.fillText(caption, 12, height + 20);
  out.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }, "image/png");
}
