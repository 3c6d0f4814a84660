// The words of the page, which the server puts into it in the reader's language.

interface Texts {
  states: Record<string, string>;
  progress: string;
  hashing: string;
  over: string;
  stopped: string;
  session: string;
  more: string;
  unreadable: string;
  unreadable_folder: string;
  unreachable: string;
  live: string;
  away: string;
  ended: string;
}

export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

export const texts = JSON.parse(element("words").textContent ?? "{}") as Texts;

const figures = new Intl.NumberFormat(document.documentElement.lang);

export function figure(number: number): string {
  return figures.format(number);
}

export function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? figure(value) : value;
  });
}

export function megabytes(bytes: number): string {
  return `${figure(Math.round(bytes / 1e5) / 10)} MB`;
}
