// The picture of a lineage: cytoscape draws it on a canvas.

import cytoscape from "cytoscape";
import type { Core, StylesheetJson } from "cytoscape";
import { HEIGHT, WIDTH, type Placed } from "./layering";
import { day, nameOf, relationName, type Doc, type Link } from "./lineage_data";
import { idOf, type Layer, type Seen } from "./lineage_graph";

/** From so many elements on, less is drawn while the picture moves. */
const MANY = 600;

// Cytoscape would put a style element into the page, which our policy forbids; the rule is in
// lineage.css, and with an element of this name it leaves it alone.
const known = document.createElement("meta");
known.id = "__________cytoscape_stylesheet";
document.head.append(known);

export interface Chosen {
  doc(key: string): void;
  link(link: Link): void;
}

export class Picture {
  private cy: Core | undefined;
  private readonly colours = new Map<string, string>();

  constructor(
    private readonly holder: HTMLElement,
    private readonly chosen: Chosen,
  ) {
    for (const line of document.querySelectorAll<SVGLineElement>("[data-colour-of]")) {
      this.colours.set(line.dataset["colourOf"] ?? "", getComputedStyle(line).stroke);
    }
  }

  /** Draw anew; the view stays where it is unless `fit`. */
  draw(seen: Seen, layers: Layer[], names: string[], places: Placed, start: string, fit: boolean): void {
    const before = this.cy ? { zoom: this.cy.zoom(), pan: { ...this.cy.pan() } } : undefined;
    this.cy?.destroy();
    const many = seen.docs.length + seen.links.length > MANY;
    const elements = [
      ...seen.docs.map((doc) => this.node(doc, places, start)),
      ...seen.links.map((link) => this.edge(link)),
      ...layers.map((_, index) => label(index, names[index] ?? "", places)),
    ];
    this.cy = cytoscape({
      container: this.holder,
      elements,
      layout: { name: "preset" },
      style: style(many, places),
      minZoom: 0.02,
      maxZoom: 3,
      autoungrabify: true,
      boxSelectionEnabled: false,
      textureOnViewport: false,
      hideEdgesOnViewport: many,
      hideLabelsOnViewport: many,
      pixelRatio: many ? 1 : "auto",
    });
    this.cy.on("tap", "node.doc", (event) => this.chosen.doc(event.target.id()));
    this.cy.on("tap", "edge", (event) => this.chosen.link(event.target.data("link")));
    if (before && !fit) this.cy.viewport(before);
    else this.fit();
    if (many && fit) this.lookAt(start, 0.6);
  }

  choose(key: string): void {
    const cy = this.cy;
    if (!cy) return;
    cy.batch(() => {
      cy.elements().removeClass("chosen beside");
      const node = cy.getElementById(key).addClass("chosen");
      node.connectedEdges().addClass("beside");
    });
    const node = cy.getElementById(key);
    if (node.empty()) return;
    const box = node.renderedBoundingBox({});
    const inside = box.x1 > 0 && box.y1 > 0 && box.x2 < cy.width() && box.y2 < cy.height();
    if (!inside) cy.center(node);
  }

  /** Mark the links of a way. */
  mark(links: Link[]): void {
    const ids = new Set(links.map(idOf));
    const cy = this.cy;
    cy?.batch(() => {
      cy.edges().removeClass("way");
      cy.edges().filter((edge) => ids.has(edge.id())).addClass("way");
    });
  }

  zoom(factor: number): void {
    const cy = this.cy;
    if (!cy) return;
    const middle = { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle });
  }

  fit(): void {
    this.cy?.fit(undefined, 24);
    if (this.cy && this.cy.zoom() > 1.2) {
      this.cy.zoom(1.2);
      this.cy.center();
    }
  }

  /** What is on the screen. */
  png(): Promise<Blob> | undefined {
    return this.cy?.png({ output: "blob-promise", scale: 2, bg: "#ffffff" });
  }

  private lookAt(key: string, zoom: number): void {
    const cy = this.cy;
    if (!cy || cy.zoom() >= zoom) return;
    cy.zoom(zoom);
    cy.center(cy.getElementById(key));
  }

  colourOf(relation: string): string {
    return this.colours.get(relation) ?? "#4f5b66";
  }

  private node(doc: Doc, places: Placed, start: string): cytoscape.NodeDefinition {
    const classes = ["doc", doc.state === "unresolved" ? "away" : "", doc.flags.length ? "doubt" : ""];
    if (doc.key === start) classes.push("start");
    return {
      data: { id: doc.key, label: `${nameOf(doc)}\n${day(doc.date)}${doc.flags.length ? " ⚑" : ""}` },
      position: { ...(places.points.get(doc.key) ?? { x: 0, y: 0 }) },
      classes: classes.filter(Boolean),
    };
  }

  private edge(link: Link): cytoscape.EdgeDefinition {
    const classes = [link.direct ? "" : "told", link.time_travel ? "younger" : ""];
    const times = link.mentions > 1 ? ` ×${link.mentions}` : "";
    return {
      data: {
        id: idOf(link),
        source: link.source,
        target: link.target,
        label: relationName(link.relation) + times,
        colour: this.colourOf(link.relation),
        link,
      },
      classes: classes.filter(Boolean),
    };
  }
}

function label(index: number, name: string, places: Placed): cytoscape.NodeDefinition {
  return {
    data: { id: `layer ${index}`, label: name },
    position: { x: places.left - 90, y: places.rows[index] ?? 0 },
    classes: ["layer"],
    selectable: false,
  };
}

function style(many: boolean, places: Placed): StylesheetJson {
  const font = "system-ui, Arial, sans-serif";
  // Names of layers can be read when the whole picture is on the screen.
  const high = Math.max(...[...places.points.values()].map((each) => each.y)) + HEIGHT;
  const layer = Math.max(18, high / 45);
  return [
    {
      selector: "node.doc",
      style: {
        shape: "round-rectangle", width: WIDTH, height: HEIGHT, "background-color": "#ffffff",
        "border-width": 2, "border-color": "#14507d", label: "data(label)", "text-wrap": "wrap",
        "text-max-width": `${WIDTH - 8}px`, "text-valign": "center", "font-size": 17, color: "#1c2733",
        "font-family": font, "min-zoomed-font-size": 5,
      },
    },
    { selector: "node.away", style: { "border-style": "dashed", "border-color": "#55616d", "background-color": "#f4f6f8" } },
    { selector: "node.doubt", style: { "border-color": "#8a5300" } },
    { selector: "node.start", style: { "border-width": 5 } },
    {
      selector: "node.layer",
      style: {
        shape: "rectangle", width: 1, height: 1, "background-opacity": 0, label: "data(label)", events: "no",
        "text-halign": "left", "text-valign": "center", "font-size": layer, color: "#55616d", "font-family": font,
      },
    },
    {
      selector: "edge",
      style: {
        width: 2, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle",
        "curve-style": many ? "straight" : "bezier", "source-label": "data(label)", "source-text-offset": 34, "font-size": 13, color: "data(colour)",
        "font-family": font, "text-background-color": "#ffffff", "text-background-opacity": 0.9,
        "source-text-rotation": many ? "autorotate" : "none", "min-zoomed-font-size": many ? 9 : 7, opacity: many ? 0.6 : 1,
      },
    },
    { selector: "edge.told", style: { "line-style": "dashed" } },
    { selector: "edge.younger", style: { "line-style": "dotted" } },
    { selector: "edge.beside", style: { width: 4, opacity: 1, "min-zoomed-font-size": 5 } },
    { selector: "edge.way", style: { width: 6, opacity: 1, "min-zoomed-font-size": 5 } },
    { selector: "node.chosen", style: { "background-color": "#ffe27a" } },
  ];
}
