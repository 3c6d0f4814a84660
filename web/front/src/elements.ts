// Elements made by hand: text only, never markup.

type Child = Node | string;

export function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  values: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function button(text: string, kind: string, act: () => void): HTMLButtonElement {
  const element = made("button", { type: "button", class: kind }, text);
  element.addEventListener("click", act);
  return element;
}
