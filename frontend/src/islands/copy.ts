// Copying: a button with data-copy puts its text, or that of the element it names, on the clipboard.

function textOf(button: HTMLElement): string {
  const place = button.dataset.copyFrom;
  if (place) return document.getElementById(place)?.textContent?.trim() ?? "";
  return button.dataset.copy ?? "";
}

function byHand(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

export function startCopy(): void {
  document.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy], [data-copy-from]");
    if (!button) return;
    const text = textOf(button);
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = byHand(text); // no clipboard where the site is not served over TLS
    }
    const before = button.textContent;
    button.textContent = done ? "已复制" : "复制不了，请手工选取";
    window.setTimeout(() => (button.textContent = before), 1500);
  });
}
