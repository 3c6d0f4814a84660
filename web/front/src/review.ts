// The review by keyboard: accept, next, previous, edit; nothing while somebody types.
import "./typed";

const turnAt = document.querySelector<HTMLSelectElement>("#turn-at");
const turnDegrees = document.querySelector<HTMLSelectElement>("#turn-degrees");

/** A page lies as it was said last, or as the machine found it. */
turnAt?.addEventListener("change", () => {
  const degrees = turnAt.selectedOptions[0]?.dataset["degrees"];
  if (turnDegrees && degrees) turnDegrees.value = degrees;
});

const switchKey = "congvan-keys";
const box = document.querySelector<HTMLInputElement>("#keys");

if (box) {
  box.checked = localStorage.getItem(switchKey) !== "off";
  box.addEventListener("change", () => localStorage.setItem(switchKey, box.checked ? "on" : "off"));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
}

/** The doubtful fields, or all where none is left. */
function fields(): HTMLElement[] {
  const inputs = (within: string): HTMLElement[] => [
    ...document.querySelectorAll<HTMLElement>(`${within} [data-lights]:is(input, textarea, select)`),
  ];
  const doubtful = inputs(".edit.doubtful");
  return doubtful.length > 0 ? doubtful : inputs(".edit");
}

let at = -1;

function editNext(): void {
  const all = fields();
  at = (at + 1) % all.length;
  all[at]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !box?.checked) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    (event.target as HTMLElement).blur();
    return;
  }
  if (isTyping(event.target)) return;
  if (event.key === "e") {
    event.preventDefault();
    editNext();
    return;
  }
  const meant = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (!meant) return;
  event.preventDefault(); // else the key is typed into a field that gets the focus now
  meant.click();
});
