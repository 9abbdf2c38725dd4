// A changed select in a filter form applies at once; the button stays for those without a script.

export function startFilters(): void {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement)) return;
    const form = field.closest<HTMLFormElement>("form[data-auto]");
    if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
  });

  // After "back" the boxes say what the address says, not what was chosen last.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form.filters").forEach((form) => form.reset());
  });

  // Empty fields stay out of the address, so that one view has one address.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "get") return;
    form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]").forEach((field) => {
      if (!field.value) field.disabled = true;
    });
    window.setTimeout(() => {
      form.querySelectorAll<HTMLInputElement>("[disabled]").forEach((field) => (field.disabled = false));
    });
  });
}
