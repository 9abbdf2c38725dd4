// The day of the picture: a slider over the months in which anything changed, paired with the date field.

function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + (Number(day.slice(5, 7)) || 1) - 1;
}

function dayOf(month: number): string {
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  return `${year}-${two((month % 12) + 1)}-${two(last)}`;
}

export class TimeLine {
  constructor(
    private readonly slider: HTMLInputElement,
    private readonly field: HTMLInputElement,
    private readonly said: HTMLElement,
    private readonly changed: (last: boolean) => void,
  ) {
    slider.addEventListener("input", () => this.slide(false));
    slider.addEventListener("change", () => this.slide(true));
  }

  /** The span of a payload; without dates there is nothing to slide over. */
  span(first: string, last: string): void {
    const box = this.slider.closest<HTMLElement>("[data-time]");
    if (box) box.hidden = !first;
    if (!first) return;
    this.slider.min = String(monthOf(first));
    // The last step is "without a day": as things stand now.
    this.slider.max = String(Math.max(monthOf(last), monthOf(new Date().toISOString())) + 1);
    this.show();
  }

  /** Follow the date field. */
  show(): void {
    const day = this.field.value;
    this.slider.value = day ? String(monthOf(day)) : this.slider.max;
    this.said.textContent = day ? `${day} 的样子` : "不限日期";
    this.slider.setAttribute("aria-valuetext", this.said.textContent);
  }

  private slide(last: boolean): void {
    this.field.value = this.slider.value === this.slider.max ? "" : dayOf(Number(this.slider.value));
    this.show();
    this.changed(last);
  }
}
