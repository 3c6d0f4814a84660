// What became of the files, as it happens (server-sent events).
import { element, figure, texts } from "./intake_words";

interface Row {
  id: number;
  name: string;
  folder: string | null;
  label: string | null;
  state: string;
  received_at: string;
  error: { message: string; message_en: string } | null;
  documents: { key: string; number: string | null }[];
}

interface Happened {
  count: { received: number; open: number; by_state: Record<string, number>; is_worked_off: boolean };
  rows: Row[];
  gone: number[];
  is_whole: boolean;
}

const most = 60;

export function live(): void {
  const source = new EventSource("/api/v1/intake/events");
  const said = element("live");
  source.addEventListener("open", () => (said.textContent = texts.live));
  source.addEventListener("error", () => {
    said.textContent = source.readyState === EventSource.CLOSED ? texts.ended : texts.away;
  });
  source.addEventListener("intake", (event) => show(JSON.parse(event.data) as Happened));
  window.addEventListener("pagehide", () => source.close());
}

function show(happened: Happened): void {
  const { count } = happened;
  for (const place of document.querySelectorAll<HTMLElement>("[data-count]")) {
    const name = place.dataset["count"] ?? "";
    place.textContent = figure(name === "all" ? count.received : (count.by_state[name] ?? 0));
  }
  element("nobody").hidden = count.is_worked_off;
  element("retry").hidden = !count.by_state["failed"];
  showRows(happened);
}

function showRows({ rows, gone }: Happened): void {
  const table = element("rows");
  const isWhole = table.dataset["live"] !== undefined; // else another part of the list is shown
  for (const id of gone) rowOf(table, id)?.remove();
  for (const row of [...rows].sort((one, other) => one.id - other.id)) {
    const before = rowOf(table, row.id);
    if (before) before.replaceWith(drawn(row));
    else if (isWhole) insert(table, row);
  }
  while (isWhole && table.children.length > most) table.lastElementChild?.remove();
}

function rowOf(table: HTMLElement, id: number): HTMLElement | null {
  return table.querySelector(`[data-id="${id}"]`);
}

/** The youngest are at the top; one that is older than all that are shown is not shown. */
function insert(table: HTMLElement, row: Row): void {
  table.querySelector(".none")?.remove();
  const next = [...table.children].find((each) => idOf(each) < row.id);
  if (next) next.before(drawn(row));
  else if (table.children.length < most) table.append(drawn(row));
}

function idOf(row: Element): number {
  return Number((row as HTMLElement).dataset["id"] ?? 0);
}

function drawn(row: Row): HTMLTableRowElement {
  const line = document.createElement("tr");
  line.dataset["id"] = String(row.id);
  const name = document.createElement("th");
  name.scope = "row";
  if (row.folder) name.append(part("span", "folder", `${row.folder}/`));
  name.append(row.name);
  if (row.label) name.append(" ", part("span", "hint", row.label));
  const state = document.createElement("td");
  state.append(part("span", `badge ${row.state}`, texts.states[row.state] ?? row.state));
  const when = document.createElement("td");
  when.className = "figure";
  when.append(moment(row.received_at));
  line.append(name, state, told(row), when);
  return line;
}

function told(row: Row): HTMLTableCellElement {
  const cell = document.createElement("td");
  if (row.error) {
    const isOwn = document.documentElement.lang === "vi";
    cell.append(part("span", "error", isOwn ? row.error.message : row.error.message_en), " ");
  }
  row.documents.forEach(({ key, number }, index) => {
    const link = document.createElement("a");
    link.href = `/d/${key.split("/").map(encodeURIComponent).join("/")}`;
    link.textContent = number ?? key;
    cell.append(index ? ", " : "", link);
  });
  return cell;
}

function part(tag: string, kind: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}

/** In Vietnam's time, as the server writes it. */
function moment(text: string): HTMLTimeElement {
  const made = document.createElement("time");
  made.dateTime = text;
  const zone = { timeZone: "Asia/Ho_Chi_Minh" } as const;
  const at = new Date(text);
  const hour = at.toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  made.textContent = `${hour} ${at.toLocaleDateString("en-GB", zone)}`;
  return made;
}
