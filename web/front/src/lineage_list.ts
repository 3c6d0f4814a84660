// The list of all documents that the graph shows: the same, for reading and for screen readers.

import { button, made } from "./elements";
import { marksOf } from "./lineage_card";
import { day, issuerOf, nameOf, path, relationName, say, type Doc, type Link } from "./lineage_data";
import type { By, Layer, Seen } from "./lineage_graph";

const MOST_LINKS = 6;

/** What a layer is called. */
export function layerName(at: number | null, by: By): string {
  if (at === null) return say("yearUnknown");
  if (by === "year") return String(at);
  if (at === 0) return say("itself");
  const way = at < 0 ? "up" : "down";
  return Math.abs(at) === 1 ? say(`${way}One`) : say(way, { n: Math.abs(at) });
}

export function showList(
  table: HTMLTableElement,
  seen: Seen,
  layers: Layer[],
  by: By,
  choose: (key: string) => void,
): void {
  const names = new Map(seen.docs.map((doc) => [doc.key, nameOf(doc)]));
  const cites = new Map<string, Link[]>();
  for (const link of seen.links) {
    const known = cites.get(link.source);
    if (known) known.push(link);
    else cites.set(link.source, [link]);
  }
  const parts = layers.map(({ at, docs }) => {
    const title = `${layerName(at, by)} (${docs.length})`;
    const head = made("tr", {}, made("th", { scope: "rowgroup", colspan: "3" }, title));
    return made("tbody", {}, head, ...docs.map((doc) => row(doc, cites.get(doc.key) ?? [], names, choose)));
  });
  for (const each of [...table.tBodies]) each.remove();
  table.append(...parts);
}

function row(
  doc: Doc,
  links: Link[],
  names: Map<string, string>,
  choose: (key: string) => void,
): HTMLTableRowElement {
  const show = button(say("inGraph"), "plain", () => choose(doc.key));
  show.setAttribute("aria-label", `${say("inGraph")}: ${nameOf(doc)}`);
  const named = made(
    "td",
    {},
    made("a", { href: `/d/${path(doc.key)}` }, nameOf(doc)),
    made("span", { class: "from" }, ` ${issuerOf(doc)}, ${day(doc.date)} `),
    ...marksOf(doc),
    " ",
    show,
  );
  const cited = made("td");
  links.slice(0, MOST_LINKS).forEach((link, index) => {
    const relation = made("span", { class: `relation ${link.relation}` }, relationName(link.relation));
    cited.append(index ? "; " : "", relation, ` ${names.get(link.target) ?? link.target}`);
  });
  if (links.length > MOST_LINKS) cited.append(` … +${links.length - MOST_LINKS}`);
  return made("tr", { "data-key": doc.key }, named, made("td", {}, doc.subject ?? ""), cited);
}

/** Mark the row of the chosen document and bring it into the list's window, not the page's. */
export function markRow(table: HTMLTableElement, key: string): void {
  table.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
  const found = table.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"]`);
  const frame = table.parentElement;
  if (!found || !frame) return;
  found.setAttribute("aria-current", "true");
  frame.scrollTo({ top: found.offsetTop - frame.clientHeight / 3 });
}
