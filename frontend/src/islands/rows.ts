// Walking a list by keyboard: j and k (or the arrows, once inside) move, Enter opens, the space bar ticks the row's
// first box.
import { isTyping } from "./frame";

function rowsOf(): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>("table[data-walk] tbody tr[data-row]"));
}

function linkOf(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>("a[data-open]");
}

export function startRows(): void {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = rowsOf();
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const tick = event.key === " " && here >= 0 && rows[here]!.querySelector<HTMLInputElement>("input[type=checkbox]");
    if (tick) {
      event.preventDefault();
      tick.checked = !tick.checked;
      return;
    }
    const down = event.key === "j" || (event.key === "ArrowDown" && here >= 0);
    const up = event.key === "k" || (event.key === "ArrowUp" && here >= 0);
    if (!down && !up) return;
    const next = here < 0 ? (down ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + (down ? 1 : -1)));
    const row = rows[next];
    const link = row && linkOf(row);
    if (!row || !link) return;
    event.preventDefault();
    rows.forEach((item) => item.classList.toggle("current", item === row));
    link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  });
}
