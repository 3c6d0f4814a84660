// The card of the chosen document or citation.

import { button, made } from "./elements";
import { day, flagName, issuerOf, mentionsOf, nameOf, path, relationName, say, type Doc, type Link } from "./lineage_data";
import type { Seen } from "./lineage_graph";

export interface Deeds {
  choose(key: string): void;
  expand(key: string, direction: "up" | "down"): void;
  way(key: string): void;
  words(link: Link): void;
}

export function marksOf(doc: Doc): HTMLElement[] {
  const marks = doc.flags.map((each) => made("span", { class: "badge doubt" }, flagName(each)));
  if (doc.state === "unresolved") marks.unshift(made("span", { class: "badge away" }, say("away")));
  return marks;
}

function spaced(parts: Node[]): (Node | string)[] {
  return parts.flatMap((each) => [" ", each]);
}

export function showDoc(card: HTMLElement, doc: Doc, seen: Seen, start: string, deeds: Deeds): void {
  const own = path(doc.key);
  const restsOn = button(say("restsOn"), "second", () => deeds.expand(doc.key, "up"));
  const cameOf = button(say("cameOf"), "second", () => deeds.expand(doc.key, "down"));
  const buttons = made("div", { class: "buttons" }, restsOn, cameOf);
  if (doc.key !== start) {
    buttons.append(button(say("pathHere"), "second", () => deeds.way(doc.key)));
    buttons.append(made("a", { class: "button second", href: `/lineage/${own}` }, say("startHere")));
  }
  card.replaceChildren(
    made("h2", {}, nameOf(doc)),
    made("p", { class: "from" }, `${issuerOf(doc)}, ${day(doc.date)}`, ...spaced(marksOf(doc))),
    made("p", { class: "subject" }, doc.subject ?? ""),
    made("p", {}, made("a", { href: `/d/${own}` }, say("open"))),
    buttons,
    ...links(say("cites"), seen.links.filter((x) => x.source === doc.key), "target", seen, deeds),
    ...links(say("citedBy"), seen.links.filter((x) => x.target === doc.key), "source", seen, deeds),
  );
}

const MOST = 40;

function links(
  heading: string,
  found: Link[],
  far: "source" | "target",
  seen: Seen,
  deeds: Deeds,
): HTMLElement[] {
  if (found.length === 0) return [];
  const docs = new Map(seen.docs.map((doc) => [doc.key, doc]));
  const list = made("ul");
  for (const link of found.slice(0, MOST)) {
    const doc = docs.get(link[far]);
    list.append(
      made(
        "li",
        {},
        button(relationName(link.relation), `plain relation ${link.relation}`, () => deeds.words(link)),
        " ",
        button(doc ? nameOf(doc) : link[far], "plain", () => deeds.choose(link[far])),
        made("span", { class: "from" }, doc ? ` ${issuerOf(doc)}, ${day(doc.date)}` : ""),
      ),
    );
  }
  if (found.length > MOST) list.append(made("li", {}, `… +${found.length - MOST}`));
  return [made("h3", {}, `${heading} (${found.length})`), list];
}

/** The words by which one document cites another, with their places on the scans. */
export async function showLink(card: HTMLElement, link: Link, seen: Seen, deeds: Deeds): Promise<void> {
  const names = new Map(seen.docs.map((doc) => [doc.key, nameOf(doc)]));
  const end = (key: string): HTMLElement =>
    button(names.get(key) ?? key, "plain", () => deeds.choose(key));
  const told = [link.direct ? "" : say("another"), link.time_travel ? say("younger") : ""];
  const list = made("ul", {}, made("li", {}, say("loading")));
  card.replaceChildren(
    made("h2", {}, relationName(link.relation)),
    made("p", {}, end(link.source), " → ", end(link.target)),
    made("p", { class: "hint" }, told.filter(Boolean).join(", ")),
    made("h3", {}, say("words")),
    list,
  );
  const found = await mentionsOf(link).catch(() => []);
  list.replaceChildren(
    ...found.map((each) => {
      const mark = each.citation === null ? "" : `#l${each.copy_number}-citation-${each.citation}`;
      const text = each.text ?? each.file;
      return made("li", {}, made("a", { href: `/d/${path(each.letter)}${mark}` }, text));
    }),
  );
  if (found.length === 0) list.replaceChildren(made("li", {}, say("nothingMore")));
}
