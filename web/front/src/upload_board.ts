// How far the sending is: counts and the files in trouble, never a row for each of ten thousand.
import type { Lost } from "./dropped";
import { element, filled, megabytes, texts } from "./intake_words";

export type State = "waiting" | "hashed" | "sending" | "sent" | "here" | "refused" | "stopped";

export interface Entry {
  id: number;
  file: File;
  folder: string;
  label: string;
  state: State;
  sent: number;
  sha256?: string;
  said?: string;
}

const mostShown = 100;
const states: State[] = ["waiting", "hashed", "sending", "sent", "here", "refused", "stopped"];

export class Board {
  private readonly count = new Map<State, number>(states.map((each) => [each, 0]));
  private readonly refused = new Set<Entry>();
  private readonly stopped = new Set<Entry>();
  private readonly all = new Set<Entry>();
  private readonly awaiting = new Set<object>(); // what waits for the server to be back
  private readonly lost: Lost[] = []; // never to be sent again: there is nothing to send
  private bytes = 0;
  private bytesDone = 0;
  private isDue = false;
  private lastSaid = "";

  constructor(again: () => void) {
    element("again").addEventListener("click", again);
  }

  add(entry: Entry): void {
    this.all.add(entry);
    this.bytes += entry.file.size;
    this.count.set("waiting", this.of("waiting") + 1);
    this.show();
  }

  lose(lost: Lost[]): void {
    this.lost.push(...lost);
    if (lost.length > 0) this.show();
  }

  becomes(entry: Entry, state: State, said = ""): void {
    this.count.set(entry.state, this.of(entry.state) - 1);
    this.count.set(state, this.of(state) + 1);
    entry.state = state;
    entry.said = said;
    this.refused.delete(entry);
    this.stopped.delete(entry);
    if (state === "refused") this.refused.add(entry);
    if (state === "stopped") this.stopped.add(entry);
    this.progress(entry, isOver(state) ? entry.file.size : 0);
  }

  /** Whether what is asked or sent finds no server, and is tried again. */
  away(what: object, isAway: boolean): void {
    if (isAway === this.awaiting.has(what)) return;
    if (isAway) this.awaiting.add(what);
    else this.awaiting.delete(what);
    this.show();
  }

  progress(entry: Entry, bytes: number): void {
    this.bytesDone += bytes - entry.sent;
    entry.sent = bytes;
    this.show();
  }

  /** What is not sent stays unsent; why is said. */
  stop(said: string): void {
    for (const entry of this.all) if (!isOver(entry.state)) this.becomes(entry, "stopped");
    this.lastSaid = said;
    this.show();
  }

  takeUnsent(): Entry[] {
    this.lastSaid = "";
    return [...this.refused, ...this.stopped];
  }

  get isBusy(): boolean {
    return this.of("waiting") + this.of("hashed") + this.of("sending") > 0;
  }

  private of(state: State): number {
    return this.count.get(state) ?? 0;
  }

  /** Ten times a second at most, however many files there are. */
  private show(): void {
    if (this.isDue) return;
    this.isDue = true;
    window.setTimeout(() => {
      this.isDue = false;
      this.draw();
    }, 100);
  }

  private draw(): void {
    element("sending").hidden = false;
    element("progress").textContent = this.said().join(" · ");
    const bar = element<HTMLProgressElement>("bar");
    bar.max = Math.max(1, this.bytes);
    bar.value = this.bytesDone;
    element("stop").hidden = !this.isBusy;
    element("again").hidden = this.isBusy || this.refused.size + this.stopped.size === 0;
    this.drawTrouble();
  }

  private said(): string[] {
    const away = this.awaiting.size > 0 && this.isBusy ? texts.away : "";
    return [this.line(), away, this.lastSaid].filter(Boolean);
  }

  private line(): string {
    const values = {
      all: this.all.size + this.lost.length,
      sent: this.of("sent"),
      here: this.of("here"),
      refused: this.of("refused") + this.of("stopped") + this.lost.length,
      done: this.all.size + this.lost.length - this.of("waiting") - this.of("stopped"),
      size: megabytes(this.bytesDone),
      whole: megabytes(this.bytes),
    };
    if (!this.isBusy) return filled(texts.over, values);
    if (this.of("sending") === 0 && this.of("waiting") > 0) return filled(texts.hashing, values);
    return filled(texts.progress, { ...values, done: values.sent + values.here + values.refused });
  }

  private drawTrouble(): void {
    const place = element("trouble");
    const number = this.lost.length + this.refused.size;
    place.hidden = number === 0;
    const lost = this.lost.slice(0, mostShown).map(({ name, folder, isFile }) => ({
      name,
      folder,
      said: isFile ? texts.unreadable : texts.unreadable_folder,
    }));
    const refused = [...this.refused].slice(0, mostShown).map(({ file, folder, said }) => ({
      name: file.name,
      folder,
      said: said ?? "",
    }));
    const rows = [...lost, ...refused].slice(0, mostShown).map(rowOf);
    if (number > mostShown) {
      const row = document.createElement("li");
      row.textContent = filled(texts.more, { number: number - mostShown });
      rows.push(row);
    }
    place.querySelector("ul")?.replaceChildren(...rows);
  }
}

function rowOf(trouble: { name: string; folder: string; said: string }): HTMLLIElement {
  const { name, folder, said } = trouble;
  const row = document.createElement("li");
  const path = document.createElement("strong");
  path.textContent = folder ? `${folder}/${name}` : name;
  row.append(path, `: ${said}`);
  return row;
}

function isOver(state: State): boolean {
  return state === "sent" || state === "here" || state === "refused";
}
