// Deciding about suggested links without the mouse: y confirms, n goes to the reason and Enter there rejects, x ticks,
// u takes the last decision back, o opens. Without a ticked row the one that has the focus is meant. After a decision
// the list is exchanged in place and the focus goes on to the row that now stands there.
import { isTyping } from "./frame";

let place = 0;

function queue(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-review]");
}

function rowsOf(box: HTMLElement): HTMLElement[] {
  return Array.from(box.querySelectorAll<HTMLElement>("tr[data-row]"));
}

function boxOf(row: HTMLElement): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>("input[name=link]");
}

function current(box: HTMLElement): number {
  const rows = rowsOf(box);
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : rows.findIndex((row) => row.classList.contains("current"));
}

function stand(box: HTMLElement, at: number): void {
  const rows = rowsOf(box);
  const row = rows[Math.min(at, rows.length - 1)];
  if (!row) return;
  rows.forEach((item) => item.classList.toggle("current", item === row));
  row.querySelector<HTMLElement>("a[data-open]")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}

// The row under the cursor counts where nothing is ticked; false where there is neither.
function choose(box: HTMLElement): boolean {
  const rows = rowsOf(box);
  place = Math.max(0, current(box));
  if (box.querySelector("input[name=link]:checked")) return true;
  const row = rows[current(box)];
  const tick = row && boxOf(row);
  if (tick) tick.checked = true;
  return !!tick;
}

async function send(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const data = new FormData(form);
  data.set(button.name, button.value);
  const box = queue();
  box?.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-review]");
  if (!answer.ok || !fresh || !box) {
    // Whatever came back instead (a sign-in page, a fault), the browser shows it by itself.
    form.dataset.plain = "true";
    form.requestSubmit(button);
    return;
  }
  document.querySelectorAll("main > [role=status]").forEach((old) => old.remove());
  const said = page.querySelector("main > [role=status]");
  if (said) document.querySelector("main > .crumb")?.after(document.adoptNode(said));
  box.replaceWith(document.adoptNode(fresh));
  stand(queue()!, place);
}

function press(box: HTMLElement, verdict: string): void {
  const button = box.querySelector<HTMLButtonElement>(`button[name=verdict][value=${verdict}]`);
  if (button?.form) void send(button.form, button);
}

export function startReview(): void {
  document.addEventListener("change", (event) => {
    const all = event.target;
    if (!(all instanceof HTMLInputElement) || !all.matches("[data-review] [data-all]")) return;
    queue()?.querySelectorAll<HTMLInputElement>("input[name=link]").forEach((one) => (one.checked = all.checked));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
    if (!form.closest("[data-review]") || button.name !== "verdict" || form.dataset.plain || event.defaultPrevented) return;
    event.preventDefault();
    place = Math.max(0, current(queue()!));
    void send(form, button);
  });

  document.addEventListener("keydown", (event) => {
    const box = queue();
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    const reason = box.querySelector<HTMLInputElement>("input[name=reason]");
    if (reason && event.target === reason) {
      if (event.key === "Enter") {
        event.preventDefault();
        if (reason.reportValidity() && choose(box)) press(box, "reject");
      } else if (event.key === "Escape") {
        event.preventDefault();
        stand(box, place);
      }
      return;
    }
    if (isTyping(event.target) && !(event.target instanceof HTMLInputElement && event.target.name === "link")) return;
    const row = rowsOf(box)[current(box)];
    if (event.key === "x" && row) {
      const tick = boxOf(row);
      if (tick) tick.checked = !tick.checked;
    } else if (event.key === "y" && choose(box)) {
      press(box, "confirm");
    } else if (event.key === "n" && reason && choose(box)) {
      reason.focus();
    } else if (event.key === "u") {
      place = Math.max(0, current(box));
      press(box, "undo");
    } else if (event.key === "o" && row) {
      row.querySelector<HTMLElement>("a[data-open]")?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
}
