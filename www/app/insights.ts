import type { Fill, Insights, NameInsight, Summary, Surprise, Tutor } from "codementor-tutor";
import { TutorError } from "codementor-tutor";
import { announce } from "./announce";
import { button, byId, element } from "./dom";
import type { Editor } from "./editor";
import { type Models, name, progressText } from "./models";
import { prose } from "./prose";

/** A code model is asked when typing has paused for so many milliseconds more. */
const PAUSE_MS = 700;

/** What a code model says, below the analysis, which never waits for it. */
export class CodeInsights {
  readonly section = element("section", { id: "insights" });
  readonly #tutor: Tutor;
  readonly #models: Models;
  #running: AbortController | undefined;
  #again: (() => void) | undefined;

  constructor(tutor: Tutor, models: Models) {
    this.#tutor = tutor;
    this.#models = models;
    // A model that has just arrived has something to say.
    models.addEventListener("code", () => this.#again?.());
  }

  /** The code is another one now: what was said of the old one goes. */
  clear(): void {
    this.#running?.abort();
    this.#again = undefined;
    this.section.replaceChildren();
  }

  /** Asks about this code, if there is somebody to ask. */
  ask(code: string, language: string, editor: Editor): void {
    this.clear();
    this.#again = () => void this.#ask(code, language, editor, 0);
    void this.#ask(code, language, editor, PAUSE_MS);
  }

  async #ask(code: string, language: string, editor: Editor, pause: number): Promise<void> {
    this.#running?.abort();
    const controller = (this.#running = new AbortController());
    const { signal } = controller;
    if (!this.#models.canReadCode) return this.#show(...this.#offer());
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return;
    const bar = element("progress", { ariaLabel: "The code model reads your code" });
    const text = element("p", { className: "progress-text", textContent: "The code model reads your code" });
    this.#show(bar, text, element("div", { className: "actions" }, button("Stop", "small", () => controller.abort())));
    try {
      const insights = await this.#tutor.insights({ code, language }, {
        signal,
        onProgress: (progress) => {
          [bar.max, bar.value] = [progress.totalBytes, progress.bytes];
          text.textContent = progressText(progress);
        },
        onStep: (done, total) => {
          [bar.max, bar.value] = [total, done];
          text.textContent = "The code model reads your code";
        },
      });
      if (this.#running !== controller) return;
      // A rename is for the code that it was made for.
      const unchanged = (edit: () => void) => () => {
        if (editor.code === code) edit();
      };
      this.#show(...(insights ? report(insights, editor, unchanged) : []));
      if (insights) announce(`The code model: ${insights.aiAnalysis}`);
    } catch (error) {
      if (this.#running !== controller) return;
      if (!(error instanceof TutorError)) throw error;
      const again = button("Ask again", "small", () => this.#again?.());
      const note = error.code === "cancelled" ? "Stopped." : error.message;
      this.#show(element("p", { className: "note", textContent: note }), element("div", { className: "actions" }, again));
    }
  }

  #show(...parts: Node[]): void {
    const title = element("h2", { textContent: "What the code model says" });
    this.section.replaceChildren(...(parts.length ? [title, ...parts] : []));
  }

  /** Where none is stored, what one would bring. */
  #offer(): Node[] {
    const [model] = this.#models.code;
    if (!model || this.#tutor.backend === "server") return [];
    const text = `A code model on this device can suggest better names and point at lines that are unexpected. ${name(model)} is fetched once.`;
    const open = button("Choose a code model", "small", () => {
      // On a wide screen it is there already.
      if (getComputedStyle(byId("panel")).display === "none") byId("panel").showPopover();
      byId("code-models").querySelector("button")?.focus();
    });
    return [element("p", { className: "note", textContent: text }), element("div", { className: "actions" }, open)];
  }
}

type Unchanged = (edit: () => void) => () => void;

function* report({ aiAnalysis, confidence, modelUsed, names, surprising, fills, summaries }: Insights, editor: Editor, unchanged: Unchanged): Generator<Node> {
  yield element("p", {}, ...prose(aiAnalysis));
  const items = [
    ...summaries.map((summary) => summaryItem(summary, editor)),
    ...names.map((renaming) => nameItem(renaming, editor, unchanged)),
    ...fills.map((fill) => fillItem(fill, editor, unchanged)),
    ...surprising.map((surprise) => surpriseItem(surprise, editor)),
  ];
  if (items.length) yield element("ul", {}, ...items);
  yield element("p", { className: "note", textContent: `${modelUsed} · confidence ${percent(confidence)}. A model can be wrong: you decide.` });
}

function nameItem({ line, from, to, confidence, edits }: NameInsight, editor: Editor, unchanged: Unchanged): HTMLLIElement {
  const places = edits.length === 1 ? "1 place" : `${edits.length} places`;
  const rename = button("", "small", unchanged(() => editor.applyAll(edits)));
  rename.append(...prose(`Rename \`${from}\` to \`${to}\` in ${places}`));
  return item(line, editor, `Name · ${percent(confidence)}`, prose(`\`${from}\` says little; \`${to}\` would say more.`), rename);
}

function fillItem({ line, confidence, fix }: Fill, editor: Editor, unchanged: Unchanged): HTMLLIElement {
  const write = button("", "small", unchanged(() => editor.apply(fix)));
  write.append(...prose(fix.title));
  return item(line, editor, `Missing · ${percent(confidence)}`, [document.createTextNode("Something is still to be written here.")], write);
}

function surpriseItem({ line, score }: Surprise, editor: Editor): HTMLLIElement {
  const text = `Worth a second look: not what one expects here (${score.toFixed(1)} bits a token). It may well be right.`;
  return item(line, editor, "Unexpected", [document.createTextNode(text)]);
}

function summaryItem({ name, line, text, documented, confidence }: Summary, editor: Editor): HTMLLIElement {
  const parts = [element("code", { textContent: name }), document.createTextNode(`: ${text}`)];
  const beside = documented ? [element("p", { className: "why", textContent: `Its documentation: ${documented}` })] : [];
  return item(line, editor, `Summary · ${percent(confidence)}`, parts, ...beside);
}

function item(line: number, editor: Editor, badge: string, text: Node[], ...more: Node[]): HTMLLIElement {
  const where = button(`Line ${line}`, "line", () => editor.goTo(line));
  const head = element("div", { className: "finding-head" }, element("span", { className: "badge", textContent: badge }), where);
  return element("li", { className: "finding informative" }, head, element("p", {}, ...text), ...more);
}

function percent(confidence: number): string {
  return `${Math.round(100 * confidence)}%`;
}
