// What was typed into the fields of a letter and not put right yet is not lost unasked.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const notice = document.querySelector<HTMLElement>("#unsaved");
const key = `congvan-typed-${location.pathname.split("/")[2]}`;
let isSending = false;

function forms(): HTMLFormElement[] {
  return [...document.querySelectorAll<HTMLFormElement>("form.edit")];
}

function fieldOf(form: HTMLFormElement): Field {
  return form.elements.namedItem("value") as Field;
}

function isChanged(form: HTMLFormElement): boolean {
  const field = fieldOf(form);
  if (field.getAttribute("aria-invalid")) return true; // it was refused
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  const chosen = [...field.options].find((each) => each.defaultSelected) ?? field.options[0];
  return field.value !== chosen?.value;
}

/** One field is put right at a time: the others are as they were typed when the page is back. */
function keep(others: HTMLFormElement[]): void {
  const typed = others.map((each) => [each.id, fieldOf(each).value]);
  if (typed.length > 0) sessionStorage.setItem(key, JSON.stringify(typed));
}

function bringBack(): void {
  const typed = JSON.parse(sessionStorage.getItem(key) ?? "[]") as [string, string][];
  sessionStorage.removeItem(key);
  for (const [id, value] of typed) {
    const form = document.querySelector<HTMLFormElement>(`form#${CSS.escape(id)}`);
    if (form) fieldOf(form).value = value;
  }
}

function sent(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const others = forms().filter((each) => each !== form && isChanged(each));
  const [first] = others;
  if (first && notice && !form.matches(".edit")) {
    event.preventDefault();
    event.stopPropagation();
    notice.hidden = false;
    fieldOf(first).focus();
    return;
  }
  keep(others);
  isSending = true;
}

function takeBack(): void {
  for (const form of forms()) {
    form.reset();
    fieldOf(form).removeAttribute("aria-invalid");
  }
  if (notice) notice.hidden = true;
}

document.addEventListener("submit", sent, true); // before anybody else hears of it
notice?.querySelector("button")?.addEventListener("click", takeBack);
window.addEventListener("pageshow", () => (isSending = false));
window.addEventListener("beforeunload", (event) => {
  if (!isSending && forms().some(isChanged)) event.preventDefault();
});
bringBack();
