// Arrow keys in the graph: up and down along citations, left and right in a layer.

import type { Point } from "./layering";
import type { Layer, Seen } from "./lineage_graph";

export type Arrow = "up" | "down" | "left" | "right";

export function arrowOf(key: string): Arrow | undefined {
  return key.startsWith("Arrow") ? (key.slice(5).toLowerCase() as Arrow) : undefined;
}

/** The document that an arrow leads to from another; none: it stays. */
export function neighbourTo(
  key: string,
  arrow: Arrow,
  seen: Seen,
  layers: Layer[],
  points: Map<string, Point>,
): string | undefined {
  const own = points.get(key);
  if (!own) return seen.docs[0]?.key;
  if (arrow === "left" || arrow === "right") return beside(key, arrow, layers, points);
  const around = seen.links.flatMap(({ source, target }) =>
    source === key ? [target] : target === key ? [source] : [],
  );
  const there = around.filter((each) => {
    const y = points.get(each)?.y ?? own.y;
    return arrow === "up" ? y < own.y : y > own.y;
  });
  return nearest(there, own, points);
}

function nearest(keys: string[], own: Point, points: Map<string, Point>): string | undefined {
  const away = (key: string): number => {
    const point = points.get(key) ?? own;
    return Math.hypot(point.x - own.x, point.y - own.y);
  };
  return keys.sort((a, b) => away(a) - away(b))[0];
}

function beside(
  key: string,
  arrow: "left" | "right",
  layers: Layer[],
  points: Map<string, Point>,
): string | undefined {
  const row = layers.find(({ docs }) => docs.some((doc) => doc.key === key));
  const order = (row?.docs ?? []).map((doc) => doc.key).sort((a, b) => place(a, points) - place(b, points));
  return order[order.indexOf(key) + (arrow === "left" ? -1 : 1)];
}

/** From left to right, row by row. */
function place(key: string, points: Map<string, Point>): number {
  const point = points.get(key) ?? { x: 0, y: 0 };
  return point.y * 1e5 + point.x;
}
