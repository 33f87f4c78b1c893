import type { Analysis, Evidence, Finding, Fix, SyntaxError, Tutor } from "codementor-tutor";
import { TutorError } from "codementor-tutor";
import { announce } from "./announce";
import { button, byId, element } from "./dom";
import type { Editor, Mark } from "./editor";
import { CodeInsights } from "./insights";
import type { Models } from "./models";
import { prose } from "./prose";
import { recall, remember } from "./settings";

const CODE = "analyze-code";
const LANGUAGE = "analyze-language";
/** Typing goes on until there is a pause of this many milliseconds. */
const PAUSE_MS = 300;

const EXAMPLE = `def has_duplicates(items, seen=[])
    for i in range(len(items)):
        for j in range(len(items)):
            if i != j and items[i] == items[j]:
                return True
    return False
`;

const KINDS: Record<Finding["kind"], { title: string; severity: Mark["severity"] | undefined }> = {
  essential: { title: "Essential", severity: "warning" },
  actionable: { title: "Worth doing", severity: "info" },
  informative: { title: "Good to know", severity: "hint" },
  celebratory: { title: "Well done", severity: undefined },
};

/** The view that analyses code as it is typed. The editor is fetched when it is first shown. */
export class Analyze {
  readonly #tutor: Tutor;
  readonly #language = byId<HTMLSelectElement>("code-language");
  readonly #results = byId("results");
  readonly #insights: CodeInsights;
  #editor: Promise<Editor> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(tutor: Tutor, models: Models) {
    this.#tutor = tutor;
    this.#insights = new CodeInsights(tutor, models);
    this.#language.value = recall(LANGUAGE) ?? "python";
    if (this.#language.selectedIndex < 0) this.#language.selectedIndex = 0;
    this.#language.addEventListener("change", async () => {
      remember(LANGUAGE, this.#language.value);
      const editor = await this.show();
      editor.language = this.#language.value;
      void this.#analyze(editor);
    });
  }

  show(): Promise<Editor> {
    return (this.#editor ??= this.#open());
  }

  async #open(): Promise<Editor> {
    const { Editor } = await import("./editor");
    const editor = new Editor(byId("code"), recall(CODE) ?? EXAMPLE, this.#language.value, () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => void this.#analyze(editor), PAUSE_MS);
    });
    void this.#analyze(editor);
    return editor;
  }

  async #analyze(editor: Editor): Promise<void> {
    clearTimeout(this.#pause);
    this.#running?.abort();
    const controller = (this.#running = new AbortController());
    const { code } = editor;
    remember(CODE, code);
    this.#insights.clear();
    try {
      if (code.trim() === "") throw new TutorError("bad_request", "Write or paste some code to see what a mentor sees in it.");
      const analysis = await this.#tutor.analyze({ code, language: this.#language.value }, { signal: controller.signal });
      editor.show(marks(analysis), analysis.performance.evidence.map(({ line }) => line));
      this.#results.replaceChildren(...report(analysis, editor), this.#insights.section);
      this.#insights.ask(code, this.#language.value, editor);
      announce(summary(analysis));
    } catch (error) {
      if (controller.signal.aborted) return;
      const message = error instanceof TutorError ? error.message : String(error);
      editor.show([], []);
      this.#results.replaceChildren(element("p", { className: "note", textContent: message }));
    }
  }
}

function marks({ syntaxErrors, findings }: Analysis): Mark[] {
  const mistakes = syntaxErrors.map((at): Mark => ({ ...at, severity: "error", message: `${at.message} ${at.hint}` }));
  const others = findings.flatMap((at): Mark[] => {
    const { severity } = KINDS[at.kind];
    return severity ? [{ ...at, severity, message: at.message }] : [];
  });
  return [...mistakes, ...others];
}

function summary({ syntaxErrors, findings, performance }: Analysis): string {
  const mistakes = syntaxErrors.length;
  const others = findings.filter(({ kind }) => kind !== "celebratory").length;
  const count = (n: number, what: string) => `${n === 0 ? "no" : n} ${what}${n === 1 ? "" : "s"}`;
  const counts = `${count(mistakes, "syntax error")}, ${count(others, "finding")}`;
  return `${counts[0]?.toUpperCase()}${counts.slice(1)}. Time: ${performance.timeComplexity}.`;
}

function* report(analysis: Analysis, editor: Editor): Generator<Node> {
  // The suggestions say in words what mistakes and findings show here.
  const { syntaxErrors, findings, strengths, performance, metrics } = analysis;
  yield element("p", { className: "summary", textContent: summary(analysis) });
  if (syntaxErrors.length) yield section("Mistakes", list(syntaxErrors.map((mistake) => mistakeItem(mistake, editor))));
  if (findings.length) yield section("Findings", list(findings.map((finding) => findingItem(finding, editor))));
  if (strengths.length) yield section("Strengths", list(strengths.map((text) => element("li", {}, ...prose(text)))));

  const growth = element(
    "dl",
    { className: "facts" },
    ...fact("Time", performance.timeComplexity),
    ...fact("Memory", performance.spaceComplexity),
  );
  const faster = performance.opportunities.map((text) => element("li", {}, ...prose(text)));
  yield section("Complexity", growth, list([...performance.evidence.map((at) => evidenceItem(at, editor)), ...faster]));

  const { lines, cyclomatic, cognitive, maxNesting, readability, maintainability } = metrics;
  const facts = { "Lines": lines.physical, "Decision paths": cyclomatic, "Cognitive complexity": cognitive, "Deepest nesting": maxNesting };
  yield section(
    "Metrics",
    meter("Readability", readability),
    meter("Maintainability", maintainability),
    element("dl", { className: "facts" }, ...Object.entries(facts).flatMap(([name, value]) => fact(name, String(value)))),
  );
  if (metrics.functions.length) yield section("Functions", functionTable(analysis, editor));
}

function functionTable({ metrics, performance }: Analysis, editor: Editor): HTMLTableElement {
  const row = (tag: "th" | "td", ...cells: (Node | string)[]) => element("tr", {}, ...cells.map((cell) => element(tag, {}, cell)));
  const rows = metrics.functions.map(({ name, line, cyclomatic }) => {
    const time = performance.functions.find((at) => at.line === line && at.name === name)?.timeComplexity ?? "unknown";
    return row("td", element("code", { textContent: name }), lineButton(line, editor), time, String(cyclomatic));
  });
  return element("table", {}, element("thead", {}, row("th", "Name", "Where", "Time", "Paths")), element("tbody", {}, ...rows));
}

function mistakeItem({ line, message, hint, fix }: SyntaxError, editor: Editor): HTMLLIElement {
  const parts = [lineButton(line, editor), element("p", {}, ...prose(message)), element("p", { className: "why" }, ...prose(hint))];
  return element("li", { className: "finding essential" }, ...parts, ...fixButton(fix, editor));
}

function findingItem({ kind, line, message, why, bad, good, fix }: Finding, editor: Editor): HTMLLIElement {
  const head = element("div", { className: "finding-head" }, element("span", { className: "badge", textContent: KINDS[kind].title }), lineButton(line, editor));
  const parts = [head, element("p", {}, ...prose(message)), element("p", { className: "why" }, ...prose(why))];
  const example = kind === "celebratory" ? [] : [exampleOf(bad, good)];
  return element("li", { className: `finding ${kind}` }, ...parts, ...fixButton(fix, editor), ...example);
}

function* fixButton(fix: Fix | undefined, editor: Editor): Generator<HTMLButtonElement> {
  if (!fix) return;
  const apply = button("", "small", () => editor.apply(fix));
  apply.append(...prose(fix.title));
  yield apply;
}

function exampleOf(bad: string, good: string): HTMLElement {
  const program = (title: string, code: string) => [element("p", { textContent: title }), element("pre", { tabIndex: 0 }, element("code", { textContent: code }))];
  return element("details", {}, element("summary", { textContent: "Show an example" }), ...program("Instead of", bad), ...program("write", good));
}

function evidenceItem({ line, reason }: Evidence, editor: Editor): HTMLLIElement {
  return element("li", {}, lineButton(line, editor), " ", ...prose(reason));
}

function lineButton(line: number, editor: Editor): HTMLButtonElement {
  return button(`Line ${line}`, "line", () => editor.goTo(line));
}

function section(title: string, ...children: Node[]): HTMLElement {
  return element("section", {}, element("h2", { textContent: title }), ...children);
}

function list(items: HTMLLIElement[]): HTMLElement {
  return element("ul", {}, ...items);
}

function fact(name: string, value: string): Node[] {
  return [element("dt", { textContent: name }), element("dd", { textContent: value })];
}

function meter(name: string, value: number): HTMLElement {
  const bar = element("meter", { min: 0, max: 100, low: 40, high: 65, optimum: 100, value });
  return element("label", { className: "meter" }, element("span", { textContent: `${name}: ${Math.round(value)} of 100` }), bar);
}
