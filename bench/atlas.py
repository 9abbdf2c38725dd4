"""First paint and pan rate of the atlas in Debian's Chromium without a GPU, on made-up systems of several sizes.

    python bench/atlas.py [--sizes 10 1000 20000] [--repeat 3] [--sigma FOLDER] [--out FILE]

Nothing but the browser is measured: page, script and payload come out of memory. ``--sigma`` names a folder in which
``npm install sigma@3 graphology`` was run; the same nodes are then drawn by Sigma in the same browser, for comparison.
The machine may be busy, so the CPU time of the whole browser stands beside the clock: to the first drawing, and for a
frame of a pan. First paint counts from the start of the navigation to the end of the first drawing. A pan moves the picture once a
frame for two seconds, once with the whole in view and once eight times enlarged.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, Route, sync_playwright

import zhunsheng
from bench.atlas_world import payload_of

ROOT = Path(__file__).resolve().parent.parent
DIST = Path(zhunsheng.__file__).parent / "shell" / "static" / "dist"
SITE = "http://atlas.invalid/"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
_PARTS = """<div class="atlas" data-atlas data-payload="/payload.json" data-rows="/rows">
<form data-part="form"><input name="on" type="date"></form>
<input data-part="search"><ul data-part="hits" hidden></ul>
<span data-time hidden><input type="range" data-part="slider"><span data-part="day"></span></span>
<div class="atlas-stage"><CANVAS data-part="canvas" tabindex="0"></CANVAS>
<p data-part="where"></p><div data-part="tip" hidden></div><div data-part="card" hidden></div></div>
<ul data-part="legend"></ul><p data-part="said"></p><a data-part="detail"></a></div><div data-part="rows"></div>"""
_PAN = """async () => {
  const canvas = document.querySelector("[data-part=canvas]"), box = canvas.getBoundingClientRect();
  const tell = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type,
    {pointerId: 1, pointerType: "mouse", clientX: box.left + x, clientY: box.top + y, bubbles: true, buttons: 1}));
  canvas.setPointerCapture = () => {};
  const frame = () => new Promise(done => requestAnimationFrame(done));
  if (!window.panSteps) tell("pointerdown", 600, 400);
  const began = performance.now(), gaps = [];
  let frames = 0, last = began;
  while (performance.now() - began < 2000) {
    const at = frames * 0.12;
    if (window.panSteps) window.panSteps(at);
    else tell("pointermove", 600 + 220 * Math.sin(at), 400 + 160 * Math.sin(at * 0.7));
    const now = await frame();
    gaps.push(now - last); last = now; frames++;
  }
  const took = performance.now() - began;
  if (!window.panSteps) tell("pointerup", 600, 400);
  gaps.sort((a, b) => a - b);
  return {frames, fps: frames * 1000 / took, p95: gaps[Math.floor(gaps.length * 0.95)]};
}"""


def _cpu(mark: str) -> float:
    """CPU seconds that the browser started with ``mark`` and everything below it has used."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    root = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        pid = int(folder.name)
        parents[pid] = int(fields[1])
        used[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if mark in command and "--type=" not in command:
            root = pid
    inside = {root}
    for _ in range(6):
        inside |= {pid for pid, parent in parents.items() if parent in inside}
    return sum(used.get(pid, 0.0) for pid in inside)


def _html(script: str, element: str) -> str:
    css = '<link rel="stylesheet" href="/zhunsheng.css"><link rel="stylesheet" href="/atlas.css">'
    look = "<style>.atlas-stage{height:900px;width:1215px} [data-part=canvas]{width:100%;height:100%}</style>"
    body = _PARTS.replace("CANVAS", element)
    return f'<!doctype html><meta charset="utf-8">{css}{look}<script src="/{script}" defer></script>{body}'


def _visit(browser: Browser, size: str, script: bytes, element: str, query: str = "") -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    files = {
        "payload.json": ("application/json", size.encode()),
        "script.js": ("text/javascript", script),
        "atlas.css": ("text/css", (DIST / "atlas.css").read_bytes()),
        "zhunsheng.css": ("text/css", (DIST / "zhunsheng.css").read_bytes()),
    }

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(SITE).partition("?")[0]
        kind, body = files.get(name, ("text/html; charset=utf-8", _html("script.js", element).encode()))
        route.fulfill(content_type=kind, body=body)

    page.route("**/*", answer)
    page.goto(SITE + query)
    page.wait_for_selector("[data-part=canvas][data-ready]", timeout=120_000)
    return page


def _measured(
    browser: Browser, mark: str, payload: str, script: bytes, element: str, query: str = ""
) -> dict[str, float]:
    before = _cpu(mark)
    page = _visit(browser, payload, script, element, query)
    drawn = _cpu(mark)
    first = float(page.evaluate("document.querySelector('[data-part=canvas]').dataset.first"))
    start = _cpu(mark)
    whole = page.evaluate(_PAN)
    moved = _cpu(mark) - start
    if element == "canvas":
        page.locator("[data-part=canvas]").focus()
        for _ in range(4):
            page.keyboard.press("+")
            page.wait_for_function(
                "moved => document.querySelector('[data-part=canvas]').dataset.at !== moved", arg=""
            )
            page.wait_for_timeout(600)
    else:
        page.evaluate("window.zoomTo(7)")
    near = page.evaluate(_PAN)
    page.context.close()
    return {
        "first": first,
        "first_cpu": (drawn - before) * 1000,
        "frame_cpu": moved * 1000 / max(1, whole["frames"]),
        "pan": whole["fps"],
        "pan_p95": whole["p95"],
        "near": near["fps"],
        "near_p95": near["p95"],
    }


def _sigma(folder: Path) -> bytes:
    """The comparison's script, bundled."""
    esbuild = ROOT / "frontend" / "node_modules" / ".bin" / "esbuild"
    source = folder / "peer.js"
    source.write_bytes((ROOT / "bench" / "atlas_peer.js").read_bytes())
    done = subprocess.run(
        [str(esbuild), str(source), "--bundle", "--minify", "--format=iife", "--target=chrome80"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return done.stdout


def main() -> None:
    """Measure and print; with ``--out`` write the figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 1000, 20000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sigma", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asked = parser.parse_args()
    ours = (DIST / "atlas.js").read_bytes()
    rivals: dict[str, tuple[bytes, str, str]] = {"准绳": (ours, "canvas", "")}
    if asked.sigma:
        bundle = _sigma(asked.sigma.resolve())
        rivals["Sigma 3"] = (bundle, "div", "")
        rivals["Sigma 3，不画连线"] = (bundle, "div", "?bare")
    result: list[dict[str, Any]] = []
    with sync_playwright() as started:
        for size in asked.sizes:
            payload = json.dumps(payload_of(size), ensure_ascii=False, separators=(",", ":"))
            # One after the other, turn by turn, so that whatever else the machine does falls on all alike.
            runs: dict[str, list[dict[str, float]]] = {name: [] for name in rivals}
            for _ in range(asked.repeat):
                for name, (script, element, query) in rivals.items():
                    flags = ARGUMENTS if element == "canvas" else [*ARGUMENTS, "--enable-unsafe-swiftshader"]
                    mark = f"--measured={time.monotonic_ns()}"
                    browser = started.chromium.launch(executable_path=asked.chromium, args=[*flags, mark])
                    runs[name].append(_measured(browser, mark, payload, script, element, query))
                    browser.close()
            for name, found in runs.items():
                row = {"size": size, "by": name, "script_kb": round(len(rivals[name][0]) / 1024)}
                row |= {key: round(statistics.median(one[key] for one in found), 1) for key in found[0]}
                result.append(row)
                print(json.dumps(row, ensure_ascii=False), flush=True)
    print("load", os.getloadavg())
    if asked.out:
        asked.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
