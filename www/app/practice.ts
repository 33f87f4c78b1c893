import type { Challenge, ChallengeRequest, Grade, Tutor } from "codementor-tutor";
import { TOPICS, TutorError } from "codementor-tutor";
import { announce } from "./announce";
import { button, byId, element } from "./dom";
import type { Editor, Mark } from "./editor";
import { showMarkdown } from "./markdown";
import { attempt, byTopic, keep, practised } from "./practised";
import { recall, remember } from "./settings";
import { tried, verdict } from "./verdict";

/** The view with exercises: statement, editor, tests, hints, progress. */
export class Practice {
  readonly #tutor: Tutor;
  readonly #wanted = byId<HTMLFormElement>("wanted");
  readonly #verdict = byId("verdict");
  readonly #state = practised();
  #editor: Editor | undefined;
  #challenge: Challenge | undefined;
  #running: AbortController | undefined;
  #opened: Promise<void> | undefined;

  constructor(tutor: Tutor) {
    this.#tutor = tutor;
    for (const topic of TOPICS) this.#field("topic").append(element("option", { value: topic, textContent: topic }));
    for (const name of ["topic", "level", "language"] as const) {
      const field = this.#field(name);
      const value = recall(`practice-${name}`);
      if (value !== null) field.value = value;
      if (field.selectedIndex < 0) field.selectedIndex = 0;
      field.addEventListener("change", () => {
        remember(`practice-${name}`, field.value);
        if (name === "language") void this.#translate();
      });
    }
    this.#wanted.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#next();
    });
    byId("run").addEventListener("click", () => void this.#grade(false));
    byId("submit").addEventListener("click", () => void this.#grade(true));
    byId("start-over").addEventListener("click", () => {
      if (this.#editor && this.#challenge) this.#editor.code = this.#challenge.starterCode;
    });
  }

  show(): Promise<void> {
    return (this.#opened ??= this.#open());
  }

  async #open(): Promise<void> {
    const { Editor } = await import("./editor");
    const language = this.#field("language").value;
    this.#editor = new Editor(byId("practice-code"), this.#state.current?.code ?? "", language, () => this.#typed());
    this.#showProgress();
    const { current } = this.#state;
    if (!current) return this.#next();
    try {
      await this.#begin(await this.#tutor.challenge({ id: current.id }), false);
    } catch (error) {
      // An exercise of an older version of this page, or a damaged id: another one takes its place.
      if (!(error instanceof TutorError)) throw error;
      this.#state.current = null;
      await this.#next();
    }
  }

  /** Another exercise. What was begun and not solved counts as failed. */
  async #next(): Promise<void> {
    const { current, history } = this.#state;
    if (current && this.#challenge && !current.solved && current.attempts > 0) history.push(attempt(current, this.#challenge));
    const request: ChallengeRequest = {
      language: this.#field("language").value,
      history: history.map(({ topic: _, ...attempt }) => attempt),
      ...(current ? { exclude: [current.id] } : {}),
    };
    const [topic, level] = [this.#field("topic").value, this.#field("level").value];
    if (topic) request.topic = topic;
    if (level) request.level = level;
    await this.#told(async () => this.#begin(await this.#tutor.challenge(request), true));
  }

  /** The same exercise in another language. */
  async #translate(): Promise<void> {
    await this.show();
    const { current } = this.#state;
    if (!this.#challenge || !current) return;
    const parts = this.#challenge.id.split(".");
    parts[3] = this.#field("language").value;
    await this.#told(async () => {
      const challenge = await this.#tutor.challenge({ id: parts.join(".") });
      current.id = challenge.id;
      current.code = challenge.starterCode;
      await this.#begin(challenge, false);
    });
  }

  async #begin(challenge: Challenge, anew: boolean): Promise<void> {
    this.#running?.abort();
    this.#challenge = challenge;
    if (anew) {
      const { id, starterCode } = challenge;
      this.#state.current = { id, code: starterCode, hintsOpened: 0, attempts: 0, solved: false, begun: Date.now() };
    }
    const language = this.#field("language");
    language.value = challenge.language;
    const editor = this.#editor!;
    editor.language = challenge.language;
    editor.show([], []);
    if (editor.code !== this.#state.current!.code) editor.code = this.#state.current!.code;
    this.#verdict.replaceChildren();
    const markdown = element("div");
    showMarkdown(markdown, challenge.description);
    const { topic, difficulty, estimatedTime, xpReward, why } = challenge;
    byId("statement").replaceChildren(
      element("h2", { textContent: challenge.title }),
      element("p", { className: "model-facts", textContent: `${topic} · ${difficulty} · about ${estimatedTime} min · ${xpReward} xp` }),
      markdown,
      element("p", { className: "why", textContent: why }),
      element("div", { className: "actions" }, button("Tell it differently", "small", () => void this.#retell(challenge, markdown))),
    );
    byId("task").scrollTop = 0;
    byId<HTMLButtonElement>("run").disabled = byId<HTMLButtonElement>("submit").disabled = false;
    byId("run").hidden = !challenge.runs;
    byId("submit").textContent = challenge.runs ? "Submit" : "Have it read";
    this.#showHints();
    this.#showProgress();
    keep(this.#state);
    if (anew) announce(`A new exercise: ${challenge.title}`);
  }

  /** Another story by the chat model, above what is computed: the function, the examples and the bounds stay. */
  async #retell(challenge: Challenge, statement: HTMLElement): Promise<void> {
    const note = statement.parentElement?.querySelector(".why");
    if (!note) return;
    note.textContent = "The tutor thinks of another story";
    const say = (text: string) => {
      note.textContent = text;
      announce(text);
    };
    try {
      const description = await this.#tutor.retell(challenge);
      if (this.#challenge !== challenge) return;
      if (description === null) return say("The tutor's story left something out, so it was thrown away.");
      showMarkdown(statement, description);
      say("Told by the tutor; every number and condition was checked against the exercise.");
    } catch (error) {
      if (!(error instanceof TutorError)) throw error;
      say(error.message);
    }
  }

  #typed(): void {
    const { current } = this.#state;
    if (!current || !this.#editor) return;
    current.code = this.#editor.code;
    keep(this.#state);
  }

  /** Runs the code: the examples, or everything. */
  async #grade(submitted: boolean): Promise<void> {
    const [challenge, editor, current] = [this.#challenge, this.#editor, this.#state.current];
    if (!challenge || !editor || !current) return;
    this.#running?.abort();
    const controller = (this.#running = new AbortController());
    const stop = button("Stop", "small", () => controller.abort());
    const text = element("p", { className: "progress-text", textContent: challenge.runs ? "Your code runs" : "Your code is read" });
    const bar = element("progress", { ariaLabel: "Tests", max: challenge.testCases.length });
    this.#verdict.replaceChildren(bar, text, element("div", { className: "actions" }, stop));
    let done = 0;
    await this.#told(async () => {
      const grade = await this.#tutor.grade(challenge, editor.code, {
        signal: controller.signal,
        hintsUsed: current.hintsOpened,
        onRun: () => {
          bar.value = ++done;
          text.textContent = `${done} of ${challenge.testCases.length} tests have run`;
        },
      });
      if (this.#running !== controller) return;
      editor.show(marks(grade), []);
      this.#verdict.replaceChildren(...(submitted || !challenge.runs ? verdict(challenge, grade) : tried(challenge, grade)));
      this.#verdict.scrollTop = 0;
      if (submitted && challenge.runs) this.#count(challenge, grade);
      announce(this.#verdict.querySelector(".summary")?.textContent ?? "Your code was read.");
    }, controller);
  }

  /** An answer that was handed in counts, until one is right. */
  #count(challenge: Challenge, grade: Grade): void {
    const { current } = this.#state;
    if (!current || current.solved) return;
    current.attempts++;
    if (grade.passed) {
      current.solved = true;
      this.#state.xp += grade.xp;
      this.#state.history.push(attempt(current, challenge));
    }
    keep(this.#state);
    this.#showProgress();
    this.#showHints();
  }

  #showHints(): void {
    const [challenge, { current }] = [this.#challenge, this.#state];
    if (!challenge || !current) return;
    const opened = challenge.hints.slice(0, current.hintsOpened);
    const next = challenge.hints[current.hintsOpened];
    const answer = element("div", { className: "message tutor" });
    const actions = element("div", { className: "actions" });
    if (next && !current.solved) {
      actions.append(
        button(`I'm stuck: a hint (−${next.xpCost} xp)`, "small", () => {
          current.hintsOpened++;
          keep(this.#state);
          this.#showHints();
          announce(`Hint ${next.order}: ${next.text}`);
        }),
      );
    }
    actions.append(button("Ask the tutor", "small", () => void this.#ask(answer)));
    byId("hints").replaceChildren(
      element("h3", { textContent: "Hints" }),
      element("ol", {}, ...opened.map(({ text }) => {
        const item = element("li");
        showMarkdown(item, text);
        return item;
      })),
      actions,
      answer,
    );
  }

  /** A hint from the chat model, which hears the task, the code and the test that fails. */
  async #ask(answer: HTMLElement): Promise<void> {
    const [challenge, editor] = [this.#challenge, this.#editor];
    if (!challenge || !editor) return;
    const controller = new AbortController();
    const stop = button("Stop", "small", () => controller.abort());
    const text = element("div");
    const status = element("p", { className: "answer-status", textContent: "The tutor reads your code" });
    answer.replaceChildren(text, status, stop);
    let markdown = "";
    try {
      const reply = await this.#tutor.hint(challenge, editor.code, {
        signal: controller.signal,
        onToken: (token) => {
          markdown += token;
          status.textContent = "";
          showMarkdown(text, markdown);
        },
      });
      showMarkdown(text, reply.message);
      answer.replaceChildren(text, element("p", { className: "why", textContent: `By ${reply.modelUsed}, a small model: it can be wrong.` }));
      announce(reply.message);
    } catch (error) {
      if (!(error instanceof TutorError)) throw error;
      answer.replaceChildren(text, element("p", { className: "note", textContent: error.code === "cancelled" ? "Stopped." : error.message }));
    }
  }

  #showProgress(): void {
    const { xp, history } = this.#state;
    byId("practice-state").textContent = `${xp} xp`;
    const rows = byTopic(this.#state).map(([topic, solved, tried]) =>
      element(
        "li",
        { className: "topic-row" },
        element("span", { textContent: topic }),
        element("meter", { max: tried, value: solved, ariaLabel: `${topic}: ${solved} of ${tried} solved` }),
        element("span", { textContent: `${solved} / ${tried}` }),
      ),
    );
    byId("practised").replaceChildren(
      element("h3", { id: "practised-title", textContent: "Progress" }),
      ...(rows.length ? [element("ul", {}, ...rows)] : [element("p", { className: "why", textContent: "What you solve is counted here, in this browser alone." })]),
      ...(history.length ? [element("div", { className: "actions" }, button("Export", "small", () => this.#export()))] : []),
    );
  }

  #export(): void {
    const { xp, history } = this.#state;
    const blob = new Blob([JSON.stringify({ xp, history }, null, 2)], { type: "application/json" });
    const url = URL.createObjectURL(blob);
    element("a", { href: url, download: "codementor-practice.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  /** Does something, and says what goes wrong. */
  async #told(task: () => Promise<void>, controller?: AbortController): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (controller && this.#running !== controller) return;
      if (!(error instanceof TutorError)) throw error;
      const note = error.code === "cancelled" ? "Stopped." : error.message;
      this.#verdict.replaceChildren(element("p", { className: "note", role: "alert", textContent: note }));
    }
  }

  #field(name: "topic" | "level" | "language"): HTMLSelectElement {
    return this.#wanted.elements.namedItem(name) as HTMLSelectElement;
  }
}

/** The learner's lines at which something went wrong. */
function marks({ results }: Grade): Mark[] {
  const lines = new Map<number, string>();
  for (const { error } of results) if (error?.line && !lines.has(error.line)) lines.set(error.line, error.message);
  return [...lines].map(([line, message]) => ({ line, column: 1, endLine: line, endColumn: 1000, severity: "error", message }));
}
