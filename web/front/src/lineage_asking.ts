// What is asked of the graph: the form over it; and what is done with answers before they are shown.

import type { Link, Part } from "./lineage_data";
import type { By, Filter } from "./lineage_graph";

export class Asking {
  constructor(private readonly form: HTMLFormElement) {}

  /** Call with the name of what was changed. */
  onChange(act: (name: string) => void): void {
    this.form.addEventListener("change", (event) => act((event.target as HTMLInputElement).name));
  }

  /** For the server, which also follows the relations that are asked for. */
  query(): URLSearchParams {
    const typed = new FormData(this.form);
    const query = new URLSearchParams();
    for (const name of ["direction", "depth", "as_of"]) {
      const value = String(typed.get(name) ?? "");
      if (value) query.set(name, value);
    }
    for (const each of this.filter().relations) query.append("relations", each);
    return query;
  }

  filter(): Filter {
    const typed = new FormData(this.form);
    return {
      relations: new Set(typed.getAll("relations").map(String)),
      from: String(typed.get("date_from") ?? ""),
      to: String(typed.get("date_to") ?? ""),
    };
  }

  /** Files have what the filters let through. */
  carryInto(files: Iterable<HTMLAnchorElement>): void {
    const { relations, from, to } = this.filter();
    for (const file of files) {
      const address = new URL(file.href);
      const query = address.searchParams;
      for (const name of ["relations", "date_from", "date_to"]) query.delete(name);
      for (const each of relations) query.append("relations", each);
      if (from) query.set("date_from", from);
      if (to) query.set("date_to", to);
      file.href = address.href;
    }
  }

  /** Say how often each relation is there; those that are not leave the legend. */
  count(links: Link[]): void {
    const counts = new Map<string, number>();
    for (const { relation } of links) counts.set(relation, (counts.get(relation) ?? 0) + 1);
    for (const each of this.form.querySelectorAll<HTMLElement>("[data-count-of]")) {
      const count = counts.get(each.dataset["countOf"] ?? "") ?? 0;
      each.textContent = String(count);
      const isChosen = each.parentElement?.querySelector("input")?.checked ?? false;
      each.parentElement?.classList.toggle("absent", count === 0 && !isChosen);
    }
  }

  by(): By {
    return new FormData(this.form).get("by") === "year" ? "year" : "depth";
  }
}

/** The documents of a way with their steps from where it begins. */
export function deepened(part: Part, start: string): Part {
  const depth = new Map<string, number>([[start, 0]]);
  const goesUp = part.links[0]?.source === start;
  part.links.forEach((link, index) => {
    if (goesUp) depth.set(link.target, -index - 1);
    else depth.set(link.source, part.links.length - index);
  });
  const nodes = part.nodes.map((each) => ({ ...each, depth: depth.get(each.key) ?? 0 }));
  return { nodes, links: part.links };
}

/** Hand a file to the browser, to be kept. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
