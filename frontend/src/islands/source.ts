// Lighting source lines: what carries data-light ("12-14,20") lights these lines in the source panel beside it.

function parse(spec: string): [number, number][] {
  return spec
    .split(",")
    .map((part) => part.split("-").map(Number))
    .filter((pair) => pair.length > 0 && pair.every((n) => n > 0))
    .map((pair) => [pair[0]!, pair[pair.length - 1]!]);
}

function light(panel: HTMLElement, spec: string): boolean {
  const ranges = parse(spec);
  let first: HTMLElement | null = null;
  panel.querySelectorAll<HTMLElement>("li[data-line]").forEach((line) => {
    const number = Number(line.dataset.line);
    const lit = ranges.some(([from, to]) => number >= from && number <= to);
    line.classList.toggle("lit", lit);
    if (lit && !first) first = line;
  });
  if (!first) return false;
  const box = panel.closest<HTMLElement>(".scroll") || panel;
  const line: HTMLElement = first;
  const top = line.offsetTop - box.clientHeight / 3;
  if (box.scrollHeight > box.clientHeight) box.scrollTop = Math.max(0, top);
  return true;
}

export function startSource(): void {
  const panel = document.querySelector<HTMLElement>("[data-source]");
  if (!panel) return;

  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const link = target.closest<HTMLElement>("a[data-light]");
    if (!link || event.defaultPrevented || (event as MouseEvent).ctrlKey || (event as MouseEvent).metaKey) return;
    if (!light(panel, link.dataset.light || "")) return;
    event.preventDefault();
    document.querySelectorAll(".finding.lit, tr.lit").forEach((item) => item.classList.remove("lit"));
    link.closest(".finding, tr")?.classList.add("lit");
    const place = new URL((link as HTMLAnchorElement).href, window.location.href);
    window.history.replaceState(null, "", place.pathname + place.search);
  });

  // What the address already asks for is lit by the server; here it is only brought into view.
  const lit = panel.querySelector<HTMLElement>("li.lit");
  const box = panel.closest<HTMLElement>(".scroll");
  if (lit && box) box.scrollTop = Math.max(0, lit.offsetTop - box.clientHeight / 3);
}
