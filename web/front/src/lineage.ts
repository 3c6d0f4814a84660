// The lineage explorer: the graph, its card, its list and its filters.

import { Asking, deepened, save } from "./lineage_asking";
import { showDoc, showLink, type Deeds } from "./lineage_card";
import { day, issuerOf, lineageOf, nameOf, say, told, wayBetween, type Doc, type Link } from "./lineage_data";
import { Graph, layersOf, type Layer, type Seen } from "./lineage_graph";
import { layerName, markRow, showList } from "./lineage_list";
import { arrowOf, neighbourTo } from "./lineage_keys";
import { Picture } from "./lineage_picture";
import { svgOf } from "./lineage_svg";
import { placed, type Placed } from "./layering";

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found as T;
}

class Explorer implements Deeds {
  private readonly holder = element("explorer");
  private readonly form = new Asking(element<HTMLFormElement>("asked"));
  private readonly card = element("card");
  private readonly table = element<HTMLTableElement>("list");
  private readonly start = this.holder.dataset["start"] ?? "";
  private readonly picture: Picture;
  private graph = new Graph(this.start);
  /** The relations that the server was asked for; none: all. */
  private asked = new Set<string>();
  private seen: Seen = { docs: [], links: [] };
  private layers: Layer[] = [];
  private places: Placed | undefined;
  private current = this.start;
  private turn = 0;

  constructor() {
    this.holder.hidden = false;
    this.picture = new Picture(element("graph"), {
      doc: (key) => this.choose(key),
      link: (link) => this.words(link),
    });
    this.listen();
  }

  private listen(): void {
    this.form.onChange((name) => {
      if (name === "by" || name === "date_from" || name === "date_to") void this.show(true);
      if (name === "relations") void this.filterRelations();
    });
    for (const tool of this.holder.querySelectorAll<HTMLElement>("[data-tool]")) {
      tool.addEventListener("click", () => void this.use(tool.dataset["tool"] ?? ""));
    }
    element("graph").addEventListener("keydown", (event) => this.key(event));
  }

  /** Ask the server and show what it tells. */
  async load(): Promise<void> {
    element("shown-count").textContent = say("loading");
    const filter = this.form.filter();
    const query = this.form.query();
    try {
      const part = told(query) ?? (await lineageOf(this.start, query));
      this.graph = new Graph(this.start);
      this.asked = filter.relations;
      this.graph.add(part);
      await this.show(true);
    } catch {
      element("shown-count").textContent = say("failed");
      return;
    }
    const to = new URLSearchParams(location.search).get("to");
    if (to) this.way(to);
  }

  /** What the server has not told of is asked for; otherwise the filter only hides. */
  private async filterRelations(): Promise<void> {
    const wanted = this.form.filter().relations;
    const known = this.asked.size === 0 || (wanted.size > 0 && [...wanted].every((each) => this.asked.has(each)));
    await (known ? this.show(true) : this.load());
  }

  private async show(fit: boolean): Promise<void> {
    const turn = ++this.turn;
    const by = this.form.by();
    const seen = this.graph.seen(this.form.filter());
    const layers = layersOf(seen.docs, by);
    const begun = performance.now();
    const places = await placed(seen, layers, this.holder.dataset["worker"] ?? "");
    if (turn !== this.turn) return; // asked again meanwhile
    this.seen = seen;
    this.layers = layers;
    this.places = places;
    this.picture.draw(seen, layers, this.layerNames(), places, this.start, fit);
    showList(this.table, seen, layers, by, (key) => {
      this.choose(key);
      element("graph").focus();
    });
    this.counted();
    this.form.carryInto(document.querySelectorAll<HTMLAnchorElement>(".exports a"));
    this.holder.dataset["layout"] = places.by;
    this.holder.dataset["took"] = String(Math.round(performance.now() - begun));
    if (this.doc(this.current)) this.choose(this.current, false);
  }

  private layerNames(): string[] {
    const by = this.form.by();
    return this.layers.map(({ at }) => layerName(at, by));
  }

  private counted(): void {
    const { docs, links } = this.seen;
    const values = { n: docs.length, all: this.graph.docs.size, links: links.length };
    element("shown-count").textContent = say("count", values);
    document.getElementById("list-rest")?.remove(); // the list has them all now
    element("list-count").textContent = `(${docs.length})`;
    this.form.count([...this.graph.links.values()]);
  }

  private doc(key: string): Doc | undefined {
    return this.seen.docs.find((each) => each.key === key);
  }

  choose(key: string, aloud = true): void {
    const doc = this.doc(key);
    if (!doc) return;
    this.current = key;
    this.picture.choose(key);
    markRow(this.table, key);
    showDoc(this.card, doc, this.seen, this.start, this);
    if (aloud) this.say([nameOf(doc), issuerOf(doc), day(doc.date), doc.subject ?? ""].join(", "));
  }

  words(link: Link): void {
    void showLink(this.card, link, this.seen, this);
  }

  private say(text: string): void {
    element("said").textContent = text;
  }

  expand(key: string, direction: "up" | "down"): void {
    void this.tried(this.more(key, direction));
  }

  way(key: string): void {
    void this.tried(this.wayTo(key));
  }

  /** What goes wrong (the log-in has run out, the network is gone) is said. */
  private async tried(deed: Promise<void>): Promise<void> {
    await deed.catch(() => this.note(say("failed")));
  }

  private async more(key: string, direction: "up" | "down"): Promise<void> {
    const query = new URLSearchParams({ direction, depth: "1" });
    const asOf = this.form.query().get("as_of");
    if (asOf) query.set("as_of", asOf);
    const part = await lineageOf(key, query);
    const base = this.graph.docs.get(key)?.depth ?? 0;
    this.graph.expandFrom(key);
    const links = this.graph.links.size;
    const more = this.graph.add(part, base);
    const cited = this.graph.links.size - links;
    await this.show(false);
    if (more) this.note(say("added", { n: more }));
    else this.note(cited ? say("addedLinks", { n: cited }) : say("nothingMore"));
    if (part.is_cut) this.note(say("more"));
  }

  private async wayTo(key: string): Promise<void> {
    const part = await wayBetween(this.start, key);
    if (part.links.length === 0) {
      this.note(say("noWay"));
      return;
    }
    this.graph.add(deepened(part, this.start));
    this.graph.expandFrom(key);
    await this.show(false);
    this.picture.mark(part.links);
    this.choose(key, false);
    this.note(say("wayOf", { n: part.links.length }));
  }

  /** A word on the card and aloud. */
  private note(text: string): void {
    this.say(text);
    const line = document.createElement("p");
    line.className = "done";
    line.textContent = text;
    this.card.prepend(line);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = arrowOf(event.key);
    if (arrow && this.places) {
      const next = neighbourTo(this.current, arrow, this.seen, this.layers, this.places.points);
      if (next) this.choose(next);
    } else if (event.key === "Enter" || event.key === " ") {
      this.choose(this.current);
      this.card.focus();
    } else if (event.key === "+" || event.key === "=") this.picture.zoom(1.25);
    else if (event.key === "-") this.picture.zoom(0.8);
    else if (event.key === "0") this.picture.fit();
    else return;
    event.preventDefault();
  }

  private async use(tool: string): Promise<void> {
    if (tool === "in") this.picture.zoom(1.25);
    if (tool === "out") this.picture.zoom(0.8);
    if (tool === "fit") this.picture.fit();
    if (tool === "png") {
      const picture = await this.picture.png();
      if (picture) save(picture, "lineage.png");
    }
    if (tool === "svg" && this.places) {
      const colour = (relation: string): string => this.picture.colourOf(relation);
      const text = svgOf(this.seen, this.layerNames(), this.places, this.start, colour);
      save(new Blob([text], { type: "image/svg+xml" }), "lineage.svg");
    }
  }
}

void new Explorer().load();
