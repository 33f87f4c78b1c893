import type { ChatContext, Personality, SkillLevel } from "codementor-tutor";
import { byId } from "./dom";

/** What the learner chose, kept across visits. Where storage is forbidden, it lasts as long as the page. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is lost but the memory of a choice.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The form of the panel: style, level, language, topic. */
export class Settings {
  readonly #form = byId<HTMLFormElement>("settings");

  constructor() {
    for (const field of this.#fields()) {
      const value = recall(field.name);
      if (value !== null) field.value = value;
      // A choice of an older version that is no longer offered.
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
      field.addEventListener("change", () => remember(field.name, field.value));
    }
    this.#form.addEventListener("submit", (event) => event.preventDefault());
  }

  get personality(): Personality {
    return this.#value("personality") as Personality;
  }

  get context(): ChatContext {
    const [language, currentTopic] = [this.#value("language"), this.#value("currentTopic").trim()];
    return {
      skillLevel: this.#value("skillLevel") as SkillLevel,
      ...(language && { language }),
      ...(currentTopic && { currentTopic }),
    };
  }

  #fields(): (HTMLInputElement | HTMLSelectElement)[] {
    return [...this.#form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")];
  }

  #value(name: string): string {
    return this.#fields().find((field) => field.name === name)?.value ?? "";
  }
}

/** Light or dark: the system's, until the button says otherwise. */
export function setUpTheme(): void {
  const root = document.documentElement;
  const toggle = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset["theme"] ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => toggle.setAttribute("aria-pressed", String(isDark()));
  toggle.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    remember("theme", root.dataset["theme"]);
    show();
  });
  system.addEventListener("change", show);
  show();
}
