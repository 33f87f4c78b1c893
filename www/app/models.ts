import type { Progress, StoredModel, Tutor } from "codementor-tutor";
import { TutorError } from "codementor-tutor";
import { announce } from "./announce";
import { button, byId, element } from "./dom";
import { bytes, duration } from "./format";
import { recall, remember } from "./settings";

const PHASES: Record<Progress["phase"], string> = { download: "Downloading", convert: "Converting", load: "Loading" };

/** What a download or a load looks like in words: "45 of 98 MB · 12 MB/s · 5 s left". */
export function progressText({ phase, bytes: done, totalBytes, bytesPerSecond }: Progress): string {
  const parts = [`${bytes(done)} of ${bytes(totalBytes)}`];
  if (phase === "download" && bytesPerSecond > 0) {
    parts.push(`${bytes(bytesPerSecond)}/s`);
    if (done < totalBytes) parts.push(`${duration((totalBytes - done) / bytesPerSecond)} left`);
  }
  return `${PHASES[phase]} ${parts.join(" · ")}`;
}

/** The models of the panel: which is chosen, which is ready, what is on its way. */
export class Models extends EventTarget {
  list: StoredModel[] = [];
  /** Models that read code: the one that is stored is asked. */
  code: StoredModel[] = [];
  selected: string | undefined;
  ready: string | undefined;
  readyCode: string | undefined;
  /** The model on its way, and how far it has come. */
  busy: { id: string; progress?: Progress } | undefined;
  error: { id: string; text: string } | undefined;

  readonly #tutor: Tutor;
  /** Gives up what the panel began; a question's own download is stopped where it was asked. */
  #cancel: (() => void) | undefined;
  #drawn = "";

  constructor(tutor: Tutor) {
    super();
    this.#tutor = tutor;
  }

  /** The chosen model's row. */
  get model(): StoredModel | undefined {
    return this.list.find(({ id }) => id === this.selected);
  }

  /** Whether there is somebody to ask about code. A server says so itself. */
  get canReadCode(): boolean {
    return this.#tutor.backend === "server" || this.code.some(({ stored }) => stored);
  }

  async refresh(): Promise<void> {
    const all = await this.#tutor.models();
    this.list = all.filter(({ role }) => role === "chat");
    const before = JSON.stringify(this.code);
    this.code = all.filter(({ role }) => role === "code");
    if (JSON.stringify(this.code) !== before) this.dispatchEvent(new Event("code"));
    this.selected ??= await this.#choose();
    this.changed();
  }

  /** The last choice, else what is stored, else what the server answers with, else the catalog's first. */
  async #choose(): Promise<string | undefined> {
    const known = (id: unknown) => this.list.find((model) => model.id === id)?.id;
    if (this.#tutor.backend === "server") return known(await modelOfServer());
    const stored = this.list.find((model) => model.stored)?.id;
    return known(recall("model")) ?? stored ?? known(await modelOfServer()) ?? this.list[0]?.id;
  }

  /** Makes the chosen model ready, if it is not. */
  async prepare(signal: AbortSignal): Promise<void> {
    const id = this.selected;
    if (!id || this.ready === id || this.#tutor.backend === "server") return;
    try {
      await this.#load(id, signal);
      this.ready = id;
    } catch (error) {
      this.ready = undefined;
      throw error;
    } finally {
      await this.refresh();
    }
  }

  async #load(id: string, signal: AbortSignal): Promise<void> {
    this.busy = { id };
    this.error = undefined;
    this.changed();
    try {
      await this.#tutor.load(id, { signal });
    } finally {
      this.busy = undefined;
    }
  }

  /** Chooses a model and makes it ready. Failures are shown in the panel. */
  async use(id: string): Promise<void> {
    const controller = new AbortController();
    const reader = this.code.find((model) => model.id === id);
    this.#cancel = () => controller.abort();
    try {
      if (reader) {
        await this.#load(id, controller.signal).finally(() => this.refresh());
        this.readyCode = id;
      } else {
        this.select(id);
        await this.prepare(controller.signal);
      }
      announce(`${name(reader ?? this.model)} is ready.`);
    } catch (error) {
      if (!(error instanceof TutorError)) throw error;
      if (error.code !== "cancelled") this.error = { id, text: error.message };
    } finally {
      this.#cancel = undefined;
      this.changed();
    }
  }

  select(id: string): void {
    this.selected = id;
    remember("model", id);
  }

  /** How far the model on its way has come. */
  progress(progress: Progress): void {
    if (!this.busy) return;
    this.busy = { ...this.busy, progress };
    this.changed();
  }

  async #delete(model: StoredModel): Promise<void> {
    if (model.stored && !confirm(`Delete ${name(model)} (${bytes(model.bytes)}) from this device?`)) return;
    try {
      await this.#tutor.unload(model.id);
      if (this.ready === model.id) this.ready = undefined;
      if (this.readyCode === model.id) this.readyCode = undefined;
      await this.#tutor.delete(model.id);
      this.error = undefined;
    } catch (error) {
      if (!(error instanceof TutorError)) throw error;
      this.error = { id: model.id, text: error.message };
    }
    await this.refresh();
    byId("models").querySelector("button")?.focus();
  }

  changed(): void {
    this.#draw();
    this.dispatchEvent(new Event("change"));
  }

  /** Redraws the list when it changed; a growing progress bar alone leaves buttons and focus where they are. */
  #draw(): void {
    const { list, code, selected, ready, readyCode, busy, error } = this;
    const drawn = JSON.stringify([list, code, selected, ready, readyCode, busy?.id, !this.#cancel, error]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      byId("models").replaceChildren(...list.map((model) => this.#card(model)));
      byId("code-models").replaceChildren(...code.map((model) => this.#card(model)));
      byId("code-models-section").hidden = code.length === 0 || this.#tutor.backend === "server";
    }
    const progress = busy?.progress;
    const bar = byId("panel").querySelector("progress");
    if (!bar || !progress) return;
    bar.max = progress.totalBytes;
    bar.value = progress.bytes;
    const text = byId("panel").querySelector(".progress-text");
    if (text) text.textContent = progressText(progress);
  }

  #card(model: StoredModel): HTMLElement {
    const busy = this.busy?.id === model.id;
    const isReady = this.ready === model.id || this.readyCode === model.id;
    const state = isReady ? "Ready" : model.stored ? "Stored" : "";
    const title = element("p", { className: "model-title" }, element("strong", { textContent: name(model) }));
    if (state) title.append(element("span", { className: "badge", textContent: state }));
    const about = element("p", { className: "model-about", textContent: model.title.split(": ")[1] ?? "" });
    const card = element("li", { className: "model" }, title, about);
    card.dataset["id"] = model.id;
    if (this.selected === model.id) card.setAttribute("aria-current", "true");
    if (busy) card.append(...this.#busyParts(model));
    else card.append(this.#actions(model));
    if (this.error?.id === model.id) {
      card.append(element("p", { className: "model-error", role: "alert", textContent: this.error.text }));
    }
    return card;
  }

  #busyParts(model: StoredModel): HTMLElement[] {
    const bar = element("progress", { ariaLabel: `Getting ${name(model)}` });
    const text = element("p", { className: "progress-text", textContent: "Getting ready" });
    if (!this.#cancel) return [bar, text];
    return [bar, text, element("div", { className: "actions" }, button("Cancel", "small", this.#cancel))];
  }

  #actions(model: StoredModel): HTMLElement {
    // What is fetched and what is kept are not the same of a model that is converted here.
    const size = model.checkpoint && !model.stored ? `${bytes(model.checkpoint.bytes)} once, ${bytes(model.bytes)} kept` : bytes(model.bytes);
    const facts = element("p", { className: "model-facts" }, `${size} · ${model.license}`);
    const actions = element("div", { className: "actions" }, facts);
    const here = this.#tutor.backend === "worker";
    const left = (model.checkpoint?.bytes ?? model.bytes) - model.storedBytes;
    const verb = model.stored ? "Use" : model.storedBytes > 0 ? `Resume (${bytes(left)} left)` : "Download";
    if (this.ready !== model.id && this.readyCode !== model.id && here) {
      const use = button(verb, model.id === this.selected ? "small filled" : "small", () => void this.use(model.id));
      use.ariaLabel = `${verb}: ${name(model)}`;
      use.disabled = this.busy !== undefined;
      actions.append(use);
    }
    if (model.storedBytes > 0 && here) {
      const remove = button("Delete", "small", () => void this.#delete(model));
      remove.ariaLabel = `Delete ${name(model)}`;
      remove.disabled = this.busy !== undefined;
      actions.append(remove);
    }
    return actions;
  }
}

/** "SmolLM2 135M Instruct: the starter…" -> "SmolLM2 135M Instruct" */
export function name(model: StoredModel | undefined): string {
  return model?.title.split(": ")[0] ?? "the model";
}

async function modelOfServer(): Promise<unknown> {
  try {
    const response = await fetch(new URL("health", document.baseURI));
    return ((await response.json()) as { model?: { id?: unknown } }).model?.id;
  } catch {
    // A page without our server behind it, or offline.
    return undefined;
  }
}
