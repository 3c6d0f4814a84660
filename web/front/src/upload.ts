// Files are hashed beside the page, asked about in lots, and what is not here yet is sent.
//
// found ─▶ hashing (a worker) ─▶ asking (≤ 200 at a time) ─▶ here already
//                                                        └─▶ sending (2 at a time) ─▶ sent | refused
import { chosen, dropped, inOrder, type Found } from "./dropped";
import type { Hashed } from "./hashing";
import { live } from "./intake_live";
import { asked, Refused, send, words as wordsOf } from "./sending";
import { Board, type Entry } from "./upload_board";
import { element, texts } from "./intake_words";

const form = element<HTMLFormElement>("upload");
const hashing = new Worker(form.dataset["hashing"] ?? "", { type: "module" });
const lot = 200;
const abreast = 2;
const patience = 400; // milliseconds that a lot waits for more
const byId = new Map<number, Entry>();
const toHash: Entry[] = [];
const toAsk: Entry[] = [];
const toSend: Entry[] = [];
/** By content: the same content twice in one go is sent once, and asked about again after that. */
const underway = new Map<string, Entry[]>();
const stops = new Set<() => void>();
const batch = Date.now().toString(36);
let isHashing = false;
let asking: Promise<void> | undefined;
let timer = 0;
let sending = 0;
let round = 0; // raised by a stop: what comes back of an earlier round is not for this one
const board = new Board(() => void resend());

function begin(found: Found[]): void {
  const label = element<HTMLInputElement>("label").value;
  for (const { file, folder } of inOrder(found)) {
    const entry: Entry = { id: byId.size, file, folder, label, state: "waiting", sent: 0 };
    byId.set(entry.id, entry);
    board.add(entry);
    toHash.push(entry);
  }
  hashNext();
}

function hashNext(): void {
  const entry = isHashing ? undefined : toHash.shift();
  if (!entry) return;
  isHashing = true;
  hashing.postMessage({ id: entry.id, file: entry.file });
}

hashing.addEventListener("message", (event: MessageEvent<Hashed>) => {
  isHashing = false;
  const entry = byId.get(event.data.id);
  if (entry && entry.state === "waiting") {
    if (event.data.sha256) {
      entry.sha256 = event.data.sha256;
      board.becomes(entry, "hashed");
      askAbout(entry);
    } else board.becomes(entry, "refused", texts.unreadable);
  }
  hashNext();
});

function askAbout(entry: Entry): void {
  const others = underway.get(entry.sha256 ?? "");
  if (others) others.push(entry);
  else {
    underway.set(entry.sha256 ?? "", []);
    toAsk.push(entry);
  }
  window.clearTimeout(timer);
  if (toAsk.length >= lot) ask();
  else timer = window.setTimeout(ask, patience);
}

function ask(): void {
  if (asking || toAsk.length === 0) return;
  asking = askOnce(nextLot(), round).finally(() => {
    asking = undefined;
    ask();
  });
}

/** Those that wait longest; a lot is asked about under one label. */
function nextLot(): Entry[] {
  const other = toAsk.findIndex((each) => each.label !== toAsk[0]?.label);
  return toAsk.splice(0, other > 0 ? Math.min(lot, other) : lot);
}

async function askOnce(entries: Entry[], begun: number): Promise<void> {
  const files = entries.map(({ sha256, file, folder }) => ({
    sha256,
    name: file.name || "?",
    size: file.size,
    folder,
  }));
  const label = entries[0]?.label ?? "";
  let here: (number | null)[];
  try {
    const question = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ files, label }),
    };
    const answer = await asked(
      () => fetch("/api/v1/uploads:check", question),
      () => begun === round,
      (isAway) => board.away(entries, isAway),
    );
    const body = await answer.text();
    if (answer.status === 401) return endSession();
    if (!answer.ok) throw new Refused(answer.status, wordsOf(body, texts.unreachable));
    here = (JSON.parse(body) as { files: { intake: number | null }[] }).files.map((x) => x.intake);
  } catch (error) {
    if (begun !== round) return;
    const said = error instanceof Refused ? error.message : texts.unreachable;
    for (const each of entries) finish(each, "refused", said);
    return;
  } finally {
    board.away(entries, false);
  }
  if (begun !== round) return;
  entries.forEach((entry, index) => {
    if (here[index] != null) finish(entry, "here");
    else {
      toSend.push(entry);
      sendNext();
    }
  });
}

function sendNext(): void {
  const entry = sending < abreast ? toSend.shift() : undefined;
  if (!entry) return;
  sending += 1;
  board.becomes(entry, "sending");
  void sendOne(entry, round).finally(() => {
    sending -= 1;
    sendNext();
  });
  sendNext();
}

async function sendOne(entry: Entry, begun: number): Promise<void> {
  let stop: (() => void) | undefined;
  try {
    const { file, folder, label, sha256 = "" } = entry;
    await send(
      { file, folder, label, batch, sha256 },
      texts.unreachable,
      (how) => stops.add((stop = how)),
      (bytes) => board.progress(entry, bytes),
      (isAway) => board.away(entry, isAway),
    );
    finish(entry, "sent");
  } catch (error) {
    if (begun !== round) return;
    if (error instanceof Refused && error.status === 401) endSession();
    else finish(entry, "refused", error instanceof Error ? error.message : String(error));
  } finally {
    board.away(entry, false);
    if (stop) stops.delete(stop);
  }
}

/** A file's way ends; those with the same content are asked about, one after the other. */
function finish(entry: Entry, state: "sent" | "here" | "refused", said?: string): void {
  board.becomes(entry, state, said);
  const [next, ...others] = underway.get(entry.sha256 ?? "") ?? [];
  underway.delete(entry.sha256 ?? "");
  if (!next) return;
  askAbout(next);
  underway.get(next.sha256 ?? "")?.push(...others);
}

function stopAll(said: string): void {
  round += 1;
  toHash.length = toAsk.length = toSend.length = 0;
  underway.clear();
  for (const stop of stops) stop();
  stops.clear();
  board.stop(said);
}

function endSession(): void {
  stopAll(texts.session);
}

/** Try those once more that were refused or stopped. */
function resend(): void {
  for (const entry of board.takeUnsent()) {
    if (entry.sha256) {
      board.becomes(entry, "hashed");
      askAbout(entry);
    } else {
      board.becomes(entry, "waiting");
      toHash.push(entry);
    }
  }
  hashNext();
}

function listen(): void {
  for (const id of ["files", "folder"]) {
    const input = element<HTMLInputElement>(id);
    input.addEventListener("change", () => {
      begin(chosen(input.files));
      input.value = "";
    });
  }
  const zone = form.querySelector(".drop");
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault(); // else the browser opens the file
      zone?.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone?.classList.remove("over");
  });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone?.classList.remove("over");
    if (!event.dataTransfer) return;
    const { found, lost } = await dropped(event.dataTransfer);
    board.lose(lost);
    begin(found);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  element("stop").addEventListener("click", () => stopAll(texts.stopped));
  window.addEventListener("beforeunload", (event) => {
    if (board.isBusy) event.preventDefault();
  });
}

for (const each of document.querySelectorAll<HTMLElement>(".with-script")) each.hidden = false;
for (const each of document.querySelectorAll<HTMLElement>(".without-script")) each.hidden = true;
listen();
live();
