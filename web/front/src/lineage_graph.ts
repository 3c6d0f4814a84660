// The documents and links that are known, and which of them the filters let through.

import type { Doc, Link, Part } from "./lineage_data";

export type By = "depth" | "year";

export interface Filter {
  /** Relations that are shown; none: all. */
  relations: Set<string>;
  /** ISO 8601, or empty. */
  from: string;
  to: string;
}

export interface Seen {
  docs: Doc[];
  links: Link[];
}

export class Graph {
  readonly docs = new Map<string, Doc>();
  readonly links = new Map<string, Link>();
  /** Documents that somebody started or went on from: always shown. */
  private readonly roots = new Set<string>();

  constructor(readonly start: string) {
    this.roots.add(start);
  }

  /** Take in more; how many documents are new. `base` is the depth of the document asked for. */
  add(part: Part, base = 0): number {
    const before = this.docs.size;
    for (const doc of part.nodes) {
      if (!this.docs.has(doc.key)) this.docs.set(doc.key, { ...doc, depth: doc.depth + base });
    }
    for (const link of part.links) this.links.set(idOf(link), link);
    return this.docs.size - before;
  }

  expandFrom(key: string): void {
    this.roots.add(key);
  }

  /** What is shown: links of the chosen relations, what they connect, of the chosen days. */
  seen(filter: Filter): Seen {
    const all = filter.relations.size === 0;
    const links = [...this.links.values()].filter((x) => all || filter.relations.has(x.relation));
    const linked = new Set(links.flatMap((each) => [each.source, each.target]));
    const docs = [...this.docs.values()].filter(
      ({ key, date }) =>
        this.roots.has(key) || ((all || linked.has(key)) && isWithin(date, filter)),
    );
    const keys = new Set(docs.map((each) => each.key));
    return { docs, links: links.filter((x) => keys.has(x.source) && keys.has(x.target)) };
  }
}

export function idOf(link: Link): string {
  return [link.source, link.target, link.relation, link.direct].join("\t");
}

function isWithin(date: string | null, filter: Filter): boolean {
  if (!date) return true;
  return (!filter.from || date >= filter.from) && (!filter.to || date <= filter.to);
}

/** In which layer a document stands; `null`: of an unknown year. */
export function layerOf(doc: Doc, by: By): number | null {
  if (by === "depth") return doc.depth;
  return doc.date ? Number(doc.date.slice(0, 4)) : null;
}

export interface Layer {
  at: number | null;
  docs: Doc[];
}

/** Layers, newest last; unknown years first. Within a layer the oldest comes first. */
export function layersOf(docs: Doc[], by: By): Layer[] {
  const rows = new Map<number | null, Doc[]>();
  for (const doc of docs) {
    const at = layerOf(doc, by);
    const row = rows.get(at);
    if (row) row.push(doc);
    else rows.set(at, [doc]);
  }
  const order = [...rows.keys()].sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
  return order.map((at) => ({ at, docs: (rows.get(at) ?? []).sort(byDay) }));
}

function byDay(one: Doc, other: Doc): number {
  const [a, b] = [`${one.date ?? ""} ${one.key}`, `${other.date ?? ""} ${other.key}`];
  return a < b ? -1 : Number(a > b);
}
