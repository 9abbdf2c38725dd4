// The atlas page: joins the picture, the address, the form, the card and the table. Read-only to the server.
import "./atlas.css";


import { asked, cameraRead, cameraSaid, remember } from "./address";
import { factsOf, fillCard, hrefOf, nameOf } from "./card";
import { isNarrowed, shownIn, viewOf } from "./filters";
import { Finder } from "./finder";
import { fillLegend } from "./legend";
import { ask, litAround, litBy } from "./lighting";
import { unpack, type Model, type Payload } from "./payload";
import { Rows } from "./rows";
import { savePng } from "./save";
import { sceneOf, type Scene } from "./scene";
import { Stage } from "./stage";
import { TimeLine } from "./time";

const FIELDS = ["kind", "module", "type", "status", "urgency", "level", "change", "links", "on"];

function part<T extends HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`part ${name} is missing`);
  return found;
}

class AtlasPage {
  private model: Model | null = null;
  private scene: Scene | null = null;
  private pathStart = -1;
  private readonly stage: Stage;
  private readonly time: TimeLine;
  private readonly rows: Rows;
  private readonly form: HTMLFormElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly said: HTMLElement;
  private readonly tip: HTMLElement;
  private readonly card: HTMLElement;

  constructor(private readonly root: HTMLElement) {
    this.canvas = part<HTMLCanvasElement>(root, "canvas");
    this.said = part(root, "said");
    this.tip = part(root, "tip");
    this.card = part(root, "card");
    this.form = document.querySelector<HTMLFormElement>("form[data-part=form]")!;
    this.stage = new Stage(this.canvas, {
      choose: (node) => this.choose(node),
      open: (node) => this.open(node),
      hover: (node, ring, x, y) => this.hover(node, ring, x, y),
      settled: () => this.settled(),
    });
    new Finder(
      part(root, "search"),
      part(root, "hits"),
      () => this.scene,
      (node) => {
        this.choose(node);
        this.stage.goTo(node);
        this.canvas.focus({ preventScroll: true });
      },
    );
    this.time = new TimeLine(part(root, "slider"), this.form.elements.namedItem("on") as HTMLInputElement, part(root, "day"), (last) =>
      this.formChanged(last),
    );
    this.rows = new Rows(part(document, "rows"), root.dataset.rows!);
    this.form.addEventListener("change", (event) => {
      const field = event.target as HTMLSelectElement;
      if (field.dataset.reload === undefined) return this.formChanged(true);
      // Another edition under this one is another picture: the page is asked for anew.
      remember({ [field.name]: field.value, change: "", node: "", page: "" });
      window.location.reload();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.formChanged(true);
    });
    this.buttons();
  }

  /** Fetch the payload and draw it. */
  async start(): Promise<void> {
    try {
      const response = await fetch(this.root.dataset.payload!, { credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      this.model = unpack((await response.json()) as Payload);
    } catch (error) {
      this.say(`图没有取到（${(error as Error).message}）。下面的表格有同样的内容；重新载入本页可再取。`);
      return;
    }
    this.time.span(...this.model.said.days);
    this.root.classList.add("drawn");
    this.view(true);
    const whole = this.stage.whole();
    this.stage.camera = cameraRead(asked().get("at"), whole) || whole;
    const node = this.place(asked().get("node"));
    if (node >= 0) this.choose(node);
    this.stage.paint();
    this.canvas.dataset.first = String(Math.round(performance.now()));
    await this.lightAsked();
    this.canvas.dataset.ready = "1";
  }

  private place(key: string | null): number {
    const found = key && this.model ? this.model.place.get(key) : undefined;
    return found === undefined ? -1 : found;
  }

  /** Work out what the address leaves in, and show it. */
  private view(fresh: boolean): void {
    const model = this.model!;
    const view = viewOf(asked());
    const before = this.scene;
    const shown = shownIn(model, view);
    this.scene = sceneOf(model, shown, view.type.length > 0 || view.links !== "");
    if (before && before.chosen >= 0 && shown.nodes[before.chosen]) this.scene.chosen = before.chosen;
    if (before) this.scene.lit = this.scene.chosen >= 0 ? litAround(model, shown, this.scene.chosen) : null;
    this.stage.show(this.scene, fresh);
    fillLegend(part(this.root, "legend"), this.scene, this.stage.painter.theme);
    this.root.classList.toggle("narrowed", isNarrowed(view));
    this.time.show();
  }

  private formChanged(last: boolean): void {
    const changes: Record<string, string> = {};
    for (const name of FIELDS) {
      const field = this.form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | null;
      if (field) changes[name] = field.value;
    }
    remember({ ...changes, page: "" });
    if (this.model) this.view(false);
    this.tellCount();
    if (last) void this.rows.follow();
  }

  private tellCount(): void {
    if (!this.scene) return;
    const shown = Number(this.canvas.dataset.nodes);
    this.say(shown ? `图上 ${shown} 项，关联 ${this.scene.shown.linked} 条` : "没有合条件的项，请放宽筛选");
  }

  private choose(node: number): void {
    const { model, scene } = this;
    if (!model || !scene) return;
    if (node >= 0 && this.pathStart >= 0 && node !== this.pathStart) {
      const from = this.pathStart;
      this.pathStart = -1;
      void this.path(model.said.nodes.key[from], model.said.nodes.key[node]);
      return;
    }
    const away = scene.chosen >= 0 || node >= 0;
    scene.chosen = node;
    scene.lit = node < 0 ? null : litAround(model, scene.shown, node);
    if (away) remember({ node: node < 0 ? "" : model.said.nodes.key[node], impact: "", change: "", from: "", to: "" });
    if (node < 0) this.card.hidden = true;
    else this.fill(node);
    this.say(node < 0 ? "" : `${nameOf(model, node)}，${factsOf(model, node).join("，")}；${scene.lit!.words}`);
    this.canvas.dataset.chosen = node < 0 ? "" : model.said.nodes.key[node];
    this.canvas.dataset.lit = scene.lit ? String(scene.lit.nodes.size) : "";
    this.stage.draw();
  }

  private fill(node: number): void {
    const keys = this.model!.said.nodes.key;
    fillCard(this.card, this.model!, this.scene!.shown, node, {
      choose: (other) => {
        this.choose(other);
        this.stage.goTo(other);
      },
      impact: (one, change) => void this.impact(keys[one], change),
      pathFrom: (one) => {
        this.pathStart = one;
        this.say("再点另一项，点亮两者之间的路径");
      },
      close: () => {
        this.choose(-1);
        this.canvas.focus({ preventScroll: true });
      },
    });
  }

  private async lightAsked(): Promise<void> {
    const now = asked();
    const impact = now.get("impact");
    const from = now.get("from");
    const to = now.get("to");
    if (impact) await this.impact(impact, now.get("change") || "revised");
    else if (from && to) await this.path(from, to);
  }

  private async impact(key: string, change: string): Promise<void> {
    const query = this.question({ end: key, change });
    await this.light("impact", query, [key], { impact: key, change, node: "", from: "", to: "" }, "会触及");
  }

  private async path(from: string, to: string): Promise<void> {
    const query = this.question({ from, to });
    await this.light("path", query, [from, to], { from, to, impact: "", change: "", node: "" }, "路径上有");
  }

  /** A question to the server, within the view's day and kinds of links. */
  private question(about: Record<string, string>): URLSearchParams {
    const view = viewOf(asked());
    const query = new URLSearchParams(about);
    if (view.on) query.set("on", view.on);
    if (view.links === "confirmed") query.set("status", "confirmed");
    if (view.type.length) query.set("type", view.type.join(","));
    return query;
  }

  private async light(
    what: "impact" | "path",
    query: URLSearchParams,
    start: string[],
    state: Record<string, string>,
    words: string,
  ): Promise<void> {
    this.say("正在查");
    try {
      const answer = await ask(`${this.root.dataset.api}/${what}?${query}`);
      const { lit, outside } = litBy(this.model!, answer, start);
      this.scene!.lit = lit;
      this.scene!.chosen = this.place(start[0]);
      this.card.hidden = true;
      remember(state);
      const others = Math.max(0, lit.nodes.size - 1);
      const beyond = outside ? `，另有 ${outside} 项不在这张图上` : "";
      this.say(answer.items && answer.items.length ? `${words} ${others} 项，已点亮${beyond}` : "没有找到：现有的关联里没有这样的路");
      this.canvas.dataset.lit = String(lit.nodes.size);
      const link = part<HTMLAnchorElement>(this.root, "detail");
      link.href = `${this.root.dataset.pages}${what}/?${query}`;
      link.hidden = false;
    } catch (error) {
      this.say((error as Error).message);
    }
    this.stage.draw();
  }

  private open(node: number): void {
    const href = hrefOf(this.model!, node);
    if (href) window.location.assign(href);
  }

  private hover(node: number, ring: number, x: number, y: number): void {
    const { model, scene, tip } = this;
    if (!model || !scene) return;
    if (scene.hovered !== node) {
      scene.hovered = node;
      this.stage.draw();
    }
    this.canvas.style.cursor = node >= 0 || ring >= 0 ? "pointer" : "grab";
    if (node < 0 && ring < 0) {
      tip.hidden = true;
      return;
    }
    const place = model.said.rings[ring];
    tip.textContent =
      node >= 0
        ? `${nameOf(model, node)}\n${factsOf(model, node).join(" · ")}`
        : `${place.code} ${place.name}\n${scene.perRing[ring]} 项${place.count ? "" : "，尚无拟制定标准"}`;
    tip.hidden = false;
    const left = Math.min(x + 14, this.stage.size.width - tip.offsetWidth - 4);
    const top = y + 18 + tip.offsetHeight > this.stage.size.height ? y - tip.offsetHeight - 8 : y + 18;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  private settled(): void {
    if (!this.model) return;
    const { camera } = this.stage;
    remember({ at: cameraSaid(camera, this.stage.whole()) });
    const ring = this.model.said.rings[this.stage.ringAt(camera.x, camera.y)];
    const where = part(this.root, "where");
    const deep = camera.scale > this.stage.whole().scale * 1.6;
    const sector = ring && this.model.said.sectors[ring.sector];
    where.textContent = deep && ring && sector ? `${sector.code} ${sector.name} › ${ring.code} ${ring.name}` : "";
    this.canvas.dataset.at = cameraSaid(camera, this.stage.whole());
  }

  private say(words: string): void {
    part(this.root, "detail").hidden = true;
    this.said.textContent = words;
  }

  private buttons(): void {
    this.root.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-act]");
      if (!button || !this.scene) return;
      const act = button.dataset.act;
      if (act === "in") this.stage.zoom(1.6);
      else if (act === "out") this.stage.zoom(1 / 1.6);
      else if (act === "whole") this.stage.go(this.stage.whole(), true);
    });
    const png = document.querySelector<HTMLElement>("[data-act=png]");
    if (png) {
      png.addEventListener("click", () => {
        if (!this.scene) return;
        const { width, height } = this.stage.size;
        savePng(this.scene, this.stage.camera, width, height, this.root.dataset.caption || "", this.root.dataset.png || "atlas.png");
      });
    }
  }
}

// This script may run before the main one, which says the same.
document.documentElement.classList.add("js");
const root = document.querySelector<HTMLElement>("[data-atlas]");
if (root) void new AtlasPage(root).start();
