// Sending a guide: how much has gone, and a way to stop. Without a script the form simply submits.

function attach(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const box = form.querySelector<HTMLElement>("[data-upload-progress]");
  const bar = box?.querySelector("progress");
  const said = box?.querySelector<HTMLElement>("[data-said]");
  const stop = box?.querySelector<HTMLButtonElement>("[data-stop]");
  const drop = form.querySelector<HTMLElement>(".drop");
  if (!input || !box || !bar || !said || !stop) return;
  let request: XMLHttpRequest | null = null;

  form.addEventListener("submit", (event) => {
    const file = input.files?.[0];
    if (!file) return;
    event.preventDefault();
    const sending = new XMLHttpRequest();
    request = sending;
    sending.open("POST", form.action);
    sending.upload.addEventListener("progress", (progress) => {
      if (!progress.lengthComputable) return;
      bar.value = (progress.loaded / progress.total) * 100;
      said.textContent = `${said.dataset.said ?? ""} ${Math.round(bar.value)}%`;
    });
    sending.addEventListener("load", () => {
      if (sending.status >= 200 && sending.status < 300 && sending.responseURL) {
        const place = new URL(sending.responseURL);
        if (place.pathname !== window.location.pathname) {
          window.location.assign(place.pathname + place.search);
          return;
        }
      }
      // The same page with its message: show it as the server wrote it.
      const answer = new DOMParser().parseFromString(sending.responseText, "text/html");
      const main = answer.querySelector("main");
      const here = document.querySelector("main");
      if (main && here) {
        here.replaceWith(main);
        startUpload();
        main.focus();
      } else {
        fail();
      }
    });
    sending.addEventListener("error", fail);
    sending.addEventListener("abort", reset);
    box.hidden = false;
    bar.value = 0;
    said.textContent = said.dataset.said ?? "";
    form.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach((button) => (button.disabled = true));
    sending.send(new FormData(form));
  });

  function reset(): void {
    box!.hidden = true;
    form.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach((button) => (button.disabled = false));
  }

  function fail(): void {
    reset();
    box!.hidden = false;
    said!.textContent = said!.dataset.failed ?? "";
  }

  stop.addEventListener("click", () => request?.abort());

  if (drop) {
    const over = (on: boolean) => (event: DragEvent) => {
      event.preventDefault();
      drop.classList.toggle("over", on);
    };
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change"));
    });
  }
}

// What was chosen is said beside the button, since the browser's own field is out of sight.
function say(field: HTMLElement): void {
  const input = field.querySelector<HTMLInputElement>("input[type=file]");
  const chosen = field.querySelector<HTMLElement>("[data-chosen]");
  const nothing = chosen?.textContent ?? "";
  input?.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!chosen) return;
    chosen.textContent = file ? `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）` : nothing;
  });
}

export function startUpload(): void {
  document.querySelectorAll<HTMLElement>(".field.file").forEach(say);
  document.querySelectorAll<HTMLFormElement>("form[data-upload]").forEach(attach);
}
