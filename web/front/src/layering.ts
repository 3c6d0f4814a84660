// Places for the documents of a lineage: layers from above to below, few crossings.
//
// Small graphs are laid out by ELK (Eclipse Layout Kernel, layered after Sugiyama) in a worker. With
// layers that are given, 300 documents take it 4 seconds and 600 take 50, and a layer of many
// documents becomes one line that nobody can read. Those are laid out here: long layers have
// several rows, oldest first, and each row is ordered by the barycentres of the neighbours.

import ELK from "elkjs/lib/elk-api.js";
import type { Seen, Layer } from "./lineage_graph";

export const WIDTH = 168;
export const HEIGHT = 46;
const STEP_X = WIDTH + 24;
const STEP_Y = HEIGHT + 40;
const LAYER_GAP = 56;
const SWEEPS = 8;
/** More than this is not for ELK: documents, links, documents of one layer. */
const ELK_DOCS = 120;
const ELK_LINKS = 240;
const ELK_LAYER = 8;
/** Width to height of the whole picture, about that of a screen. */
const ASPECT = 1.7;

export interface Point {
  x: number;
  y: number;
}

interface Row {
  keys: string[];
  y: number;
  shift: number;
}

export interface Placed {
  points: Map<string, Point>;
  /** The middle of each layer, in the order of the layers. */
  rows: number[];
  left: number;
  by: "elk" | "barycentre";
}

export async function placed(seen: Seen, layers: Layer[], worker: string): Promise<Placed> {
  const widest = Math.max(...layers.map((each) => each.docs.length));
  const small = seen.docs.length <= ELK_DOCS && seen.links.length <= ELK_LINKS;
  return small && widest <= ELK_LAYER ? byElk(seen, layers, worker) : byBarycentre(seen, layers);
}

const engines = new Map<string, InstanceType<typeof ELK>>();

async function byElk(seen: Seen, layers: Layer[], worker: string): Promise<Placed> {
  const engine = engines.get(worker) ?? new ELK({ workerUrl: worker });
  engines.set(worker, engine);
  const children = layers.flatMap((layer, index) =>
    layer.docs.map((doc) => ({
      id: doc.key,
      width: WIDTH,
      height: HEIGHT,
      layoutOptions: { "elk.partitioning.partition": String(index) },
    })),
  );
  // From the cited document above to the citing one below.
  const edges = seen.links.map((link, index) => ({
    id: `e${index}`,
    sources: [link.target],
    targets: [link.source],
  }));
  const done = await engine.layout({ id: "root", layoutOptions: ELK_OPTIONS, children, edges });
  const points = new Map<string, Point>();
  for (const each of done.children ?? []) {
    points.set(each.id, { x: (each.x ?? 0) + WIDTH / 2, y: (each.y ?? 0) + HEIGHT / 2 });
  }
  return finished(points, layers, "elk");
}

const ELK_OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.partitioning.activate": "true",
  "elk.layered.spacing.nodeNodeBetweenLayers": "80",
  "elk.spacing.nodeNode": "24",
  "elk.separateConnectedComponents": "false",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
};

function finished(points: Map<string, Point>, layers: Layer[], by: Placed["by"]): Placed {
  const rows = layers.map(({ docs }) => {
    const heights = docs.map((doc) => points.get(doc.key)?.y ?? 0);
    return heights.reduce((sum, y) => sum + y, 0) / Math.max(1, heights.length);
  });
  let left = 0;
  for (const point of points.values()) left = Math.min(left, point.x - WIDTH / 2);
  return { points, rows, left, by };
}

/** Layers of several rows where they are long; neighbours stand above each other. */
export function byBarycentre(seen: Seen, layers: Layer[]): Placed {
  const near = neighbours(seen);
  const across = widthFor(seen.docs.length);
  const points = new Map<string, Point>();
  const rows: Row[] = [];
  let top = 0;
  for (const { docs } of layers) {
    linesOf(docs, seen.links, across).forEach((keys, line) => {
      // Every other row stands in the gaps of the one before: links can be seen between them.
      const row = { keys, y: top, shift: (line % 2) * (STEP_X / 2) };
      spread(row, points);
      rows.push(row);
      top += STEP_Y;
    });
    top += LAYER_GAP;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const row of sweep % 2 ? [...rows].reverse() : rows) {
      const centre = new Map(row.keys.map((key) => [key, barycentre(key, near, points)]));
      row.keys.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0));
      spread(row, points);
    }
  }
  return finished(points, layers, "barycentre");
}

/** The rows of a layer, in which no document cites another: a link along a row hides behind boxes. */
function linesOf(docs: Seen["docs"], links: Seen["links"], across: number): string[][] {
  const cited = new Map<string, string[]>(docs.map((doc) => [doc.key, []]));
  for (const { source, target } of links) cited.get(source)?.push(target);
  const steps = new Map<string, number>();
  const groups: string[][] = [];
  for (const { key } of docs) {
    const above = (cited.get(key) ?? []).map((each) => steps.get(each) ?? -1);
    const step = Math.max(-1, ...above) + 1;
    steps.set(key, step);
    (groups[step] ??= []).push(key);
  }
  return groups.flatMap((keys) => {
    const lines = Math.ceil(keys.length / across);
    const long = Math.ceil(keys.length / lines);
    return Array.from({ length: lines }, (_, line) => keys.slice(line * long, (line + 1) * long));
  });
}

function neighbours(seen: Seen): Map<string, string[]> {
  const near = new Map<string, string[]>(seen.docs.map((doc) => [doc.key, []]));
  for (const { source, target } of seen.links) {
    near.get(source)?.push(target);
    near.get(target)?.push(source);
  }
  return near;
}

/** Documents side by side, so that the picture is about as wide as a screen. */
function widthFor(count: number): number {
  return Math.max(6, Math.ceil(Math.sqrt((ASPECT * count * STEP_Y) / STEP_X)));
}

function spread(row: Row, points: Map<string, Point>): void {
  const left = row.shift - ((row.keys.length - 1) / 2) * STEP_X;
  row.keys.forEach((key, index) => points.set(key, { x: left + index * STEP_X, y: row.y }));
}

function barycentre(key: string, near: Map<string, string[]>, points: Map<string, Point>): number {
  const around = near.get(key) ?? [];
  const own = points.get(key)?.x ?? 0;
  if (around.length === 0) return own;
  return around.reduce((sum, each) => sum + (points.get(each)?.x ?? own), 0) / around.length;
}
