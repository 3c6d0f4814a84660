// The picture as SVG, as it stands on the screen's plane: every document and citation that is shown.

import { HEIGHT, WIDTH, type Placed, type Point } from "./layering";
import { day, nameOf, relationName, type Doc, type Link } from "./lineage_data";
import type { Seen } from "./lineage_graph";

const MARGIN = 30;
const LABELS = 130;

export function svgOf(
  seen: Seen,
  names: string[],
  places: Placed,
  start: string,
  colourOf: (relation: string) => string,
): string {
  const points = [...places.points.values()];
  const left = places.left - MARGIN - LABELS;
  const right = Math.max(...points.map((each) => each.x)) + WIDTH / 2 + MARGIN;
  const top = Math.min(...points.map((each) => each.y)) - HEIGHT / 2 - MARGIN;
  const bottom = Math.max(...points.map((each) => each.y)) + HEIGHT / 2 + MARGIN;
  const box = [left, top, right - left, bottom - top].map(Math.round).join(" ");
  const layers = names.map(
    (name, index) =>
      `<text x="${Math.round(places.left - MARGIN)}" y="${Math.round(places.rows[index] ?? 0)}" text-anchor="end" font-size="16" fill="#55616d">${safe(name)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" font-family="Arial, sans-serif">`,
    `<rect x="${Math.round(left)}" y="${Math.round(top)}" width="100%" height="100%" fill="#fff"/>`,
    ...layers,
    ...seen.links.map((each) => line(each, places.points, colourOf(each.relation))),
    ...seen.docs.map((each) => frame(each, places.points.get(each.key), each.key === start)),
    "</svg>",
  ].join("\n");
}

function line(link: Link, points: Map<string, Point>, colour: string): string {
  const from = points.get(link.source);
  const to = points.get(link.target);
  if (!from || !to) return "";
  const [a, b] = [edgeOf(from, to), edgeOf(to, from)];
  const dash = link.time_travel ? ' stroke-dasharray="2 3"' : link.direct ? "" : ' stroke-dasharray="7 4"';
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  return (
    `<line x1="${r(a.x)}" y1="${r(a.y)}" x2="${r(b.x)}" y2="${r(b.y)}" stroke="${colour}" stroke-width="2"${dash}/>` +
    head(a, b, colour) +
    `<text x="${r(middle.x)}" y="${r(middle.y)}" text-anchor="middle" font-size="10" fill="${colour}" stroke="#fff" stroke-width="3" paint-order="stroke">${safe(relationName(link.relation))}</text>`
  );
}

/** The head of an arrow at `to`. */
function head(from: Point, to: Point, colour: string): string {
  const way = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / way, (to.y - from.y) / way];
  const base = { x: to.x - 10 * x, y: to.y - 10 * y };
  const corners = [to, { x: base.x - 5 * y, y: base.y + 5 * x }, { x: base.x + 5 * y, y: base.y - 5 * x }];
  return `<polygon points="${corners.map((each) => `${r(each.x)},${r(each.y)}`).join(" ")}" fill="${colour}"/>`;
}

/** Where the way to `other` leaves the frame around `point`. */
function edgeOf(point: Point, other: Point): Point {
  const [dx, dy] = [other.x - point.x, other.y - point.y];
  const share = Math.min(
    dx === 0 ? Infinity : WIDTH / 2 / Math.abs(dx),
    dy === 0 ? Infinity : HEIGHT / 2 / Math.abs(dy),
  );
  if (!Number.isFinite(share)) return point;
  return { x: point.x + dx * share, y: point.y + dy * share };
}

function frame(doc: Doc, at: Point | undefined, isStart: boolean): string {
  if (!at) return "";
  const away = doc.state === "unresolved";
  const dash = away ? ' stroke-dasharray="6 4"' : "";
  const colour = doc.flags.length ? "#8a5300" : away ? "#55616d" : "#14507d";
  return (
    `<g><title>${safe(doc.subject ?? doc.key)}</title>` +
    `<rect x="${r(at.x - WIDTH / 2)}" y="${r(at.y - HEIGHT / 2)}" width="${WIDTH}" height="${HEIGHT}" rx="6" fill="#fff" stroke="${colour}" stroke-width="${isStart ? 5 : 2}"${dash}/>` +
    `<text x="${r(at.x)}" y="${r(at.y - 3)}" text-anchor="middle" font-size="12">${safe(nameOf(doc))}</text>` +
    `<text x="${r(at.x)}" y="${r(at.y + 13)}" text-anchor="middle" font-size="11" fill="#55616d">${day(doc.date)}</text></g>`
  );
}

function r(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function safe(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
