import { byId } from "./dom";

/** Says one thing to who listens instead of looking. */
export function announce(text: string): void {
  byId("announcer").append(Object.assign(document.createElement("p"), { textContent: text }));
  const { children } = byId("announcer");
  while (children.length > 20) children[0]?.remove();
}

/** Reads a growing answer out paragraph by paragraph, not token by token. */
export class Reader {
  #said = 0;

  grow(text: string): void {
    const end = text.lastIndexOf("\n\n");
    if (end > this.#said) this.#say(text, end);
  }

  end(text: string): void {
    this.#say(text, text.length);
  }

  #say(text: string, end: number): void {
    const part = text.slice(this.#said, end).replaceAll(/[`*#]/g, "").trim();
    this.#said = end;
    if (part) announce(part);
  }
}
