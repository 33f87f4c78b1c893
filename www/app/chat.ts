import type { ChatReply, Turn, Tutor } from "codementor-tutor";
import { TutorError } from "codementor-tutor";
import { announce, Reader } from "./announce";
import { button, byId, element } from "./dom";
import { seconds } from "./format";
import { showMarkdown } from "./markdown";
import { type Models, progressText } from "./models";
import type { Settings } from "./settings";

const KEY = "conversation";
/** What the tutor accepts, in api.rs. */
const MAX_TURNS = 64;

const KIND: Record<string, string> = {
  busy: "One moment",
  context_overflow: "That was too long",
  model_download_failed: "The model could not be fetched",
  model_not_found: "The model is not here",
  out_of_memory: "Memory ran out",
  storage_full: "Storage is full",
};

/** The conversation: the log, the composer, and one answer at a time. */
export class Chat {
  readonly #tutor: Tutor;
  readonly #models: Models;
  readonly #settings: Settings;
  readonly #log = byId("log");
  readonly #messages = byId("messages");
  readonly #question = byId<HTMLTextAreaElement>("question");
  #turns: Turn[] = [];
  #answering: AbortController | undefined;

  constructor(tutor: Tutor, models: Models, settings: Settings) {
    this.#tutor = tutor;
    this.#models = models;
    this.#settings = settings;
    this.#restore();
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask(this.#question.value);
    });
    this.#question.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      void this.ask(this.#question.value);
    });
    this.#question.addEventListener("input", () => this.#fit());
    byId("stop").addEventListener("click", () => this.stop());
    byId("new-chat").addEventListener("click", () => this.clear());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector(":popover-open")) this.stop();
    });
  }

  stop(): void {
    this.#answering?.abort();
  }

  clear(): void {
    this.stop();
    this.#turns = [];
    this.#keep();
    this.#messages.replaceChildren();
    byId("welcome").hidden = false;
    this.#question.focus();
    announce("New chat.");
  }

  async ask(message: string): Promise<void> {
    if (this.#answering || message.trim() === "") return;
    const controller = new AbortController();
    const history = this.#turns.slice(-MAX_TURNS);
    const turns = this.#turns;
    this.#answering = controller;
    this.#buttons();
    this.#question.value = "";
    this.#fit();
    this.#showQuestion(message);

    const answer = new Answer(this.#messages);
    const follow = () => answer.waiting(this.#models.busy?.progress && progressText(this.#models.busy.progress));
    this.#models.addEventListener("change", follow);
    let stick = true;
    const onScroll = () => (stick = this.#atEnd());
    this.#log.addEventListener("scroll", onScroll);
    const show = () => stick && this.#toEnd();
    this.#toEnd();
    announce("The tutor is thinking.");

    let text = "";
    try {
      await this.#models.prepare(controller.signal);
      const reply = await this.#tutor.chat(
        { message, history, personality: this.#settings.personality, context: this.#settings.context },
        {
          signal: controller.signal,
          onPrefill: (done, total) => answer.waiting(`Reading your question (${Math.round((100 * done) / total)}%)`),
          onToken: (token) => {
            text += token;
            answer.grow(text, show);
          },
        },
      );
      text = reply.message;
      answer.end(reply, (suggestion) => void this.ask(suggestion));
    } catch (error) {
      const coded = error instanceof TutorError ? error : new TutorError("internal", String(error));
      if (coded.code === "cancelled") answer.stopped(text);
      else {
        answer.failed(text, KIND[coded.code] ?? "That did not work", coded.message, () => {
          answer.remove();
          this.#turns = turns;
          this.#messages.lastElementChild?.remove();
          void this.ask(message);
        });
        // Half an answer that ended in an error is no part of the conversation.
        text = "";
        // The worker may be gone, and the model's memory with it: the next question makes sure.
        this.#models.ready = undefined;
        this.#models.changed();
      }
    } finally {
      this.#models.removeEventListener("change", follow);
      this.#log.removeEventListener("scroll", onScroll);
      this.#answering = undefined;
      this.#buttons();
      if (stick) this.#toEnd();
    }
    // A chat that was cleared meanwhile stays clear.
    if (this.#turns !== turns || text === "") return;
    this.#turns = [...turns, { role: "user", content: message }, { role: "assistant", content: text }];
    this.#keep();
  }

  #showQuestion(message: string): void {
    byId("welcome").hidden = true;
    this.#messages.append(
      element("article", { className: "message you", ariaLabel: "You" }, element("p", { textContent: message })),
    );
  }

  #buttons(): void {
    const answering = this.#answering !== undefined;
    const [send, stop] = [byId("send"), byId("stop")];
    const focused = document.activeElement === send || document.activeElement === stop;
    send.hidden = answering;
    stop.hidden = !answering;
    // The button that was pressed is gone: the focus goes to what is there instead.
    if (focused) (answering ? stop : this.#question).focus();
  }

  #fit(): void {
    this.#question.style.height = "auto";
    this.#question.style.height = `${Math.min(this.#question.scrollHeight, 200)}px`;
  }

  #atEnd(): boolean {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 60;
  }

  #toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #keep(): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#turns));
    } catch {
      // Full or forbidden: the conversation lasts until the page is reloaded.
    }
  }

  #restore(): void {
    try {
      this.#turns = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Turn[];
    } catch {
      this.#turns = [];
    }
    for (const { role, content } of this.#turns) {
      if (role === "user") this.#showQuestion(content);
      else new Answer(this.#messages).still(content);
    }
    requestAnimationFrame(() => this.#toEnd());
  }
}

/** One answer in the log, from the first dot to the last link. */
class Answer {
  readonly #article = element("article", { className: "message tutor", ariaLabel: "Tutor" });
  readonly #body = element("div", { className: "markdown" });
  readonly #status = element("p", { className: "answer-status" });
  readonly #reader = new Reader();
  #text = "";
  #firstToken = 0;
  #tokens = 0;
  #frame = 0;

  constructor(parent: HTMLElement) {
    this.#article.append(this.#body, this.#status);
    this.#article.ariaBusy = "true";
    parent.append(this.#article);
    this.waiting("Thinking");
  }

  waiting(text: string | undefined): void {
    if (text && this.#tokens === 0) this.#status.replaceChildren(dots(), text);
  }

  /** At most one redraw per frame. */
  grow(text: string, shown: () => void): void {
    this.#text = text;
    this.#tokens += 1;
    this.#firstToken ||= performance.now();
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      showMarkdown(this.#body, this.#text);
      const elapsed = (performance.now() - this.#firstToken) / 1000;
      this.#status.replaceChildren(dots(), elapsed > 0.5 ? `${((this.#tokens - 1) / elapsed).toFixed(1)} tokens/s` : "");
      this.#reader.grow(this.#text);
      shown();
    });
  }

  end(reply: ChatReply, ask: (suggestion: string) => void): void {
    this.still(reply.message);
    this.#reader.end(reply.message);
    this.#status.textContent = summary(reply);
    const { promptTokens, cachedTokens } = reply.usage;
    this.#status.title = `Prompt: ${promptTokens} tokens, ${cachedTokens} of them still in memory`;
    const { resources, suggestions } = reply;
    if (resources.length > 0) {
      const links = resources.map(({ title, url }) =>
        element("li", {}, element("a", { href: safe(url), target: "_blank", rel: "noopener noreferrer", textContent: title })),
      );
      this.#article.append(element("ul", { className: "resources", ariaLabel: "Read more" }, ...links));
    }
    if (suggestions.length > 0) {
      const buttons = suggestions.map((text) => button(text, "suggestion", () => ask(text)));
      this.#article.append(element("div", { className: "suggestions" }, ...buttons));
    }
  }

  /** A whole text, at once. */
  still(text: string): void {
    cancelAnimationFrame(this.#frame);
    showMarkdown(this.#body, text);
    this.#status.textContent = "";
    this.#article.ariaBusy = "false";
  }

  stopped(text: string): void {
    this.still(text);
    this.#status.textContent = "Stopped.";
    announce("Stopped.");
  }

  failed(text: string, kind: string, message: string, again: () => void): void {
    this.still(text);
    const retry = button("Try again", "small filled", again);
    const lines = [element("strong", { textContent: kind }), element("p", { textContent: message }), retry];
    this.#article.append(element("div", { className: "failure", role: "alert" }, ...lines));
  }

  remove(): void {
    this.#article.remove();
  }
}

function dots(): HTMLElement {
  return element("span", { className: "dots", ariaHidden: "true" }, element("i"), element("i"), element("i"));
}

/** "23.4 tokens/s · first word after 0.6 s · 120 tokens" */
function summary({ usage, timings, finishReason, droppedTurns }: ChatReply): string {
  const parts = [];
  if (timings.decodeMs > 0) parts.push(`${((1000 * usage.completionTokens) / timings.decodeMs).toFixed(1)} tokens/s`);
  parts.push(`first word after ${seconds(timings.firstTokenMs)}`, `${usage.completionTokens} tokens`);
  if (finishReason === "length") parts.push("cut off at the length limit");
  if (droppedTurns > 0) parts.push("the oldest messages no longer fit and were left out");
  return parts.join(" · ");
}

/** Only web addresses become links. */
function safe(url: string): string {
  return /^https?:\/\//i.test(url) ? url : "#";
}
