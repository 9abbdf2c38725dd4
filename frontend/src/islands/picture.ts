// Zooming a picture: buttons, Ctrl + wheel, and dragging with the mouse. The picture stays plain SVG.

const STEPS = [0.5, 0.65, 0.8, 1, 1.25, 1.6, 2, 2.5];

function attach(box: HTMLElement): void {
  const svg = box.querySelector<SVGSVGElement>("svg");
  if (!svg) return;
  const tools = document.querySelector<HTMLElement>(`[data-zoom-for="${box.id}"]`);
  const natural = Number(svg.getAttribute("width")) || svg.viewBox.baseVal.width;
  let scale = 0; // 0: as wide as its place

  const fitted = (): number => svg.getBoundingClientRect().width / natural;

  function show(next: number): void {
    const before = fitted();
    const middleX = (box.scrollLeft + box.clientWidth / 2) / before;
    const middleY = (box.scrollTop + box.clientHeight / 2) / before;
    scale = next;
    box.classList.toggle("zoomed", scale > 0);
    box.classList.toggle("drag", scale > 0);
    if (scale > 0) {
      svg!.style.width = `${natural * scale}px`;
      box.style.maxHeight = "80vh";
      box.scrollLeft = middleX * scale - box.clientWidth / 2;
      box.scrollTop = middleY * scale - box.clientHeight / 2;
    } else {
      svg!.style.width = "";
      box.style.maxHeight = "";
    }
    const said = tools?.querySelector("[data-zoom-said]");
    if (said) said.textContent = `${Math.round(fitted() * 100)}%`;
  }

  function step(direction: 1 | -1): void {
    const now = scale || fitted();
    const candidates = direction > 0 ? STEPS.filter((s) => s > now + 0.02) : STEPS.filter((s) => s < now - 0.02);
    const next = direction > 0 ? candidates[0] : candidates[candidates.length - 1];
    if (next) show(next);
  }

  tools?.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-zoom]");
    if (!button) return;
    if (button.dataset.zoom === "in") step(1);
    else if (button.dataset.zoom === "out") step(-1);
    else show(0);
  });

  box.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      step(event.deltaY < 0 ? 1 : -1);
    },
    { passive: false },
  );

  let from: { x: number; y: number; left: number; top: number } | null = null;
  let moved = false;
  box.addEventListener("pointerdown", (event) => {
    if (!scale || event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
    moved = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y) > 4) moved = true;
    box.classList.toggle("dragging", moved);
    box.scrollLeft = from.left - (event.clientX - from.x);
    box.scrollTop = from.top - (event.clientY - from.y);
  });
  window.addEventListener("pointerup", () => {
    from = null;
    box.classList.remove("dragging");
  });
  box.addEventListener("dragstart", (event) => event.preventDefault());
  box.addEventListener(
    "click",
    (event) => {
      if (moved) event.preventDefault(); // the end of a drag is not a click on a box
      moved = false;
    },
    true,
  );
}

export function startPictures(): void {
  document.querySelectorAll<HTMLElement>(".picture").forEach(attach);
}
