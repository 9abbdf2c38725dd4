// Suggestions under a search box while typing: arrows choose, Enter opens, Escape closes. Letters of an input
// method that is still composing are not asked about. Without a script the box is a plain form.

const WAIT = 90;

function attach(input: HTMLInputElement, index: number): void {
  const address = input.dataset.suggest;
  if (!address || input.hasAttribute("role")) return;
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = `suggest-list-${index}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "检索提示");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let running: AbortController | null = null;
  let asked = "";
  let at = -1;
  let composing = false;

  const options = (): HTMLElement[] => Array.from(list.querySelectorAll<HTMLElement>("[role=option]"));

  function close(): void {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(next: number): void {
    const all = options();
    at = all.length ? (next + all.length) % all.length : -1;
    all.forEach((option, position) => option.setAttribute("aria-selected", String(position === at)));
    const option = all[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  function show(html: string): void {
    list.innerHTML = html;
    options().forEach((option, position) => (option.id = `suggest-${index}-${position}`));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !options().length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function ask(): Promise<void> {
    const text = input.value.trim();
    if (text === asked && !list.hidden) return;
    asked = text;
    running?.abort();
    if (!text) {
      close();
      return;
    }
    running = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal: running.signal });
      const html = await answer.text();
      if (answer.ok && input.value.trim() === text) show(html);
    } catch {
      // Gone, or overtaken by the next letter: the box still works as a form.
    }
  }

  function soon(): void {
    window.clearTimeout(timer);
    if (!composing) timer = window.setTimeout(ask, WAIT);
  }

  input.addEventListener("input", soon);
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  input.addEventListener("blur", () => window.setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) {
        if (input.value.trim()) void ask();
        return;
      }
      event.preventDefault();
      choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      const href = options()[at]?.dataset.href;
      if (href) {
        event.preventDefault();
        window.location.assign(href);
      }
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const href = (event.target as Element).closest<HTMLElement>("[data-href]")?.dataset.href;
    if (!href) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.button === 1) window.open(href, "_blank", "noopener");
    else window.location.assign(href);
  });
}

export function startSuggest(): void {
  document.querySelectorAll<HTMLInputElement>("input[data-suggest]").forEach(attach);
}
