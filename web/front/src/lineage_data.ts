// What the API tells of a lineage, and the words of the page.

export interface Doc {
  key: string;
  number: string | null;
  date: string | null;
  issuer: string | null;
  /** The province of the issuer, where its name does not say it. */
  place: string | null;
  subject: string | null;
  state: string;
  flags: string[];
  /** Steps from the start: below 0 up to what it rests on, above 0 down to what came of it. */
  depth: number;
}

export interface Link {
  /** Addresses: the citing and the cited document. */
  source: string;
  target: string;
  relation: string;
  direct: boolean;
  mentions: number;
  time_travel: boolean;
}

export interface Part {
  nodes: Doc[];
  links: Link[];
  is_cut?: boolean;
}

/** What the page itself tells (`web.lineage_view.graph_of`): links name their ends by places. */
interface Told {
  asked: string;
  nodes: Doc[];
  links: [number, number, string, boolean, number, boolean][];
  is_cut: boolean;
}

export interface Mention {
  letter: string;
  copy_number: number;
  citation: number | null;
  file: string;
  text: string | null;
  pages: number[];
}

/** The words of the page: phrases, and lists of codes with their names. */
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<
  string,
  string | string[]
>;
const relations = named("relations", "relationNames");
const flags = named("flags", "flagNames");

function named(codes: string, names: string): Map<string, string> {
  const list = words[names] ?? [];
  return new Map([...(words[codes] ?? [])].map((code, index) => [code, list[index] ?? code]));
}

/** A phrase of the page, with values for its `{names}`. */
export function say(name: string, values: Record<string, string | number> = {}): string {
  const text = words[name];
  return typeof text === "string"
    ? text.replace(/\{(\w+)\}/g, (_, each: string) => String(values[each] ?? ""))
    : name;
}

export function relationName(code: string): string {
  return relations.get(code) ?? code;
}

export function flagName(code: string): string {
  return flags.get(code) ?? code;
}

/** As Vietnamese letters write it. */
export function day(date: string | null): string {
  return date ? date.split("-").reverse().join("/") : "—";
}

export function nameOf(doc: Doc): string {
  return doc.number ?? doc.key;
}

export function issuerOf(doc: Doc): string {
  const name = doc.issuer ?? say("issuerUnknown");
  return doc.place ? `${name} (${doc.place})` : name;
}

/** An address in a path: slashes and @ stay as they are. */
export function path(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/").replaceAll("%40", "@");
}

async function asked<T>(address: string): Promise<T> {
  const answer = await fetch(`/api/v1/${address}`, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as T;
}

/** The graph that the page brings, if it answers the query: the form may have been changed. */
export function told(query: URLSearchParams): Part | undefined {
  const text = document.getElementById("told")?.textContent;
  const { asked, nodes, links, is_cut } = JSON.parse(text ?? '{"asked":""}') as Told;
  if (asked !== query.toString()) return undefined;
  const key = (place: number): string => nodes[place]?.key ?? "";
  return {
    nodes,
    links: links.map(([source, target, relation, direct, mentions, time_travel]) => ({
      source: key(source),
      target: key(target),
      relation,
      direct,
      mentions,
      time_travel,
    })),
    is_cut,
  };
}

export function lineageOf(key: string, query: URLSearchParams): Promise<Part> {
  return asked(`lineage/${path(key)}?${query}`);
}

export function wayBetween(from: string, to: string): Promise<Part> {
  return asked(`paths?${new URLSearchParams({ from, to })}`);
}

export async function mentionsOf(link: Link): Promise<Mention[]> {
  const query = new URLSearchParams({ source: link.source, target: link.target, limit: "5" });
  return (await asked<{ items: Mention[] }>(`mentions?${query}`)).items;
}
