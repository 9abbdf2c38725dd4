// A picture as PNG: the SVG file is fetched, drawn on a canvas with the fonts of this machine, and saved.
// Doing it here needs no fonts on the server, and Chinese looks as it does on the page.

const SCALE = 2;
const MOST = 12000; // pixels a side; what browsers draw without complaint

async function save(href: string, name: string): Promise<void> {
  const answer = await fetch(href, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const source = new Blob([await answer.text()], { type: "image/svg+xml;charset=utf-8" });
  const place = URL.createObjectURL(source);
  try {
    const image = new Image();
    await new Promise<void>((done, failed) => {
      image.onload = () => done();
      image.onerror = () => failed(new Error("image"));
      image.src = place;
    });
    const scale = Math.min(SCALE, MOST / image.width, MOST / image.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("canvas");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!picture) throw new Error("png");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } finally {
    URL.revokeObjectURL(place);
  }
}

export function startPng(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-png]");
    if (!button || button.disabled) return;
    button.disabled = true;
    save(button.dataset.png || "", button.dataset.name || "图.png")
      .catch(() => {
        const said = document.createElement("span");
        said.className = "soft";
        said.setAttribute("role", "status");
        said.textContent = "没有画成，请改用 SVG";
        button.after(said);
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}
