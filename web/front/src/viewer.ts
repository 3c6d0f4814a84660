// The scan beside the reading: what has the focus is lit up on its page, and the other way round.

const lit = "lit";

function marksOf(id: string): SVGRectElement[] {
  return [...document.querySelectorAll<SVGRectElement>(`rect[data-of="${CSS.escape(id)}"]`)];
}

function light(id: string): void {
  for (const each of document.querySelectorAll(`.${lit}`)) each.classList.remove(lit);
  const marks = marksOf(id);
  for (const mark of marks) mark.classList.add(lit);
  document.getElementById(id)?.classList.add(lit);
  const first = marks[0];
  if (first) show(first);
}

/** Bring a mark into the middle of its scan, without moving the page itself. */
function show(mark: SVGRectElement): void {
  const scan = mark.closest<HTMLElement>(".scan");
  if (!scan) return;
  const box = mark.getBoundingClientRect();
  const frame = scan.getBoundingClientRect();
  scan.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior: motion() });
}

function motion(): ScrollBehavior {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

function idOf(target: EventTarget | null): string | undefined {
  const near = (target as Element | null)?.closest<HTMLElement>("[data-lights]");
  return near?.dataset["lights"];
}

document.addEventListener("focusin", (event) => {
  const id = idOf(event.target);
  if (id !== undefined) light(id);
});

document.addEventListener("click", (event) => {
  const id = idOf(event.target);
  if (id !== undefined) {
    light(id);
    event.preventDefault();
    return;
  }
  const mark = (event.target as Element | null)?.closest<SVGRectElement>("rect[data-of]");
  if (!mark || mark.closest("a")) return;
  const of = mark.dataset["of"] ?? "";
  light(of);
  document.getElementById(of)?.scrollIntoView({ block: "center", behavior: motion() });
});

// An address with a mark: …#l0-task-3
function lightFromAddress(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id && marksOf(id).length > 0) light(id);
}
window.addEventListener("hashchange", lightFromAddress);
window.addEventListener("load", lightFromAddress);

// Somebody may have been quicker than this script.
const already = idOf(document.activeElement);
if (already !== undefined) light(already);
