// The frame: "/" goes to the search box, menus close by Escape or a click elsewhere, buttons print.

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && !!target.closest("input, select, textarea, [contenteditable]");
}

export function startFrame(): void {
  const search = document.querySelector<HTMLInputElement>("form.find input[type=search]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && search && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === "Escape" && search && event.target === search && !search.value) search.blur();
    if (event.key === "Escape") {
      const open = document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
      open.forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      });
    }
  });

  document.addEventListener("click", (event) => {
    const target = event.target as Element | null;
    document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
      if (!target || !menu.contains(target)) menu.open = false;
    });
    if (target?.closest("[data-print]")) window.print();
  });

  // On paper nothing can be unfolded: further sources of a value are printed with it.
  let unfolded: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll<HTMLDetailsElement>(".facts-table details.more:not([open])")];
    unfolded.forEach((part) => (part.open = true));
  });
  window.addEventListener("afterprint", () => unfolded.forEach((part) => (part.open = false)));
}
