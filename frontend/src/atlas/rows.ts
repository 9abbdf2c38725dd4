// The table below the picture: fetched anew from the server for each view, so that it is what an export holds.

export class Rows {
  private turn = 0;

  constructor(private readonly box: HTMLElement, private readonly address: string) {}

  /** Fetch the rows of the view in the address; a later call overtakes an earlier one. */
  async follow(): Promise<void> {
    const turn = ++this.turn;
    this.box.setAttribute("aria-busy", "true");
    const query = window.location.search;
    document.querySelectorAll<HTMLAnchorElement>("a[data-follows]").forEach((link) => {
      link.href = link.dataset.follows + query;
    });
    try {
      const response = await fetch(this.address + query, { credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const text = await response.text();
      if (turn !== this.turn) return;
      // Our own server's fragment, the same that stands in the page at first.
      this.box.innerHTML = text;
    } catch (_) {
      if (turn !== this.turn) return;
      const said = document.createElement("p");
      said.className = "notice warn";
      said.textContent = "表格没有取到。图仍是当前的；重新载入本页可再取。";
      this.box.textContent = "";
      this.box.append(said);
    }
    if (turn === this.turn) this.box.removeAttribute("aria-busy");
  }
}
