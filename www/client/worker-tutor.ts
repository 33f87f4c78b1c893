import type { Analysis, AnalyzeRequest, ChatReply, ChatRequest, Progress, StoredModel } from "./api.js";
import { abortable } from "./abort.js";
import { cancelled, TutorError } from "./error.js";
import type { AnalyzerCalls, EngineCalls } from "./protocol.js";
import { stream } from "./stream.js";
import { Turns } from "./turns.js";
import type { CallOptions, ChatOptions, CreateOptions, LoadOptions, Tutor } from "./tutor.js";
import { WorkerHost } from "./worker-host.js";
import { newAnalyzerWorker, newEngineWorker } from "./workers.js";

/** The tutor in this browser. */
export class WorkerTutor implements Tutor {
  readonly backend = "worker";
  readonly #engine: WorkerHost<EngineCalls>;
  readonly #analyzer = new WorkerHost<AnalyzerCalls>(newAnalyzerWorker);
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  #model: string | undefined;
  readonly #answers = new Turns();
  readonly #analyses = new Turns();
  /** Calls of the engine that do not wait for their turn. */
  readonly #aside = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: CreateOptions) {
    const base = new URL(options.modelBaseUrl ?? "models/", document.baseURI).href;
    const { catalog, threads } = options;
    const modelBaseUrl = base.endsWith("/") ? base : `${base}/`;
    this.#engine = new WorkerHost(newEngineWorker, { modelBaseUrl, catalog, threads });
    this.#model = options.chatModel;
    this.#onProgress = options.onProgress;
  }

  async load(id: string, options: LoadOptions = {}): Promise<void> {
    // Asks the browser not to clear the models when space is short. It may say no; they are stored all the same.
    void navigator.storage.persist?.().catch(() => false);
    await this.#inTurn(this.#answers, options.signal, () =>
      this.#engine.call("load", { model: id }, { signal: options.signal, onProgress: this.#progress(options) }),
    );
    this.#model = id;
  }

  chat(request: ChatRequest, options: ChatOptions = {}): Promise<ChatReply> {
    return this.#inTurn(this.#answers, options.signal, () =>
      this.#engine.call("chat", { model: this.#model, request }, {
        signal: options.signal,
        onProgress: this.#progress(options),
        onEvent: (event) => {
          if (options.signal?.aborted) return;
          if (event.type === "token") options.onToken?.(event.text);
          else if (event.type === "prefill") options.onPrefill?.(event.done, event.total);
        },
      }),
    );
  }

  stream(request: ChatRequest, options?: ChatOptions): AsyncGenerator<string, ChatReply, void> {
    return stream(this, request, options);
  }

  analyze(request: AnalyzeRequest, { signal }: CallOptions = {}): Promise<Analysis> {
    return this.#inTurn(this.#analyses, signal, () => this.#analyzer.call("analyze", request, { signal }));
  }

  models(options: CallOptions = {}): Promise<StoredModel[]> {
    return this.#now(options.signal, () => this.#engine.call("models", undefined));
  }

  delete(id: string, options: CallOptions = {}): Promise<void> {
    return this.#now(options.signal, () => this.#engine.call("delete", { model: id }));
  }

  /** WebAssembly memory never shrinks, so the worker goes with the model. */
  unload(id: string): Promise<void> {
    return this.#inTurn(this.#answers, undefined, async () => {
      if (id !== this.#model) return;
      await Promise.allSettled(this.#aside);
      this.#engine.end(cancelled());
    });
  }

  /** Milliseconds that the loaded model takes for a prompt of so many tokens. */
  prefillMs(tokens: number): Promise<number> {
    return this.#inTurn(this.#answers, undefined, () => this.#engine.call("prefill", { tokens }));
  }

  /** Milliseconds that the loaded model takes for so many tokens, one after the other, after `context` others. */
  decodeMs(context: number, tokens: number): Promise<number> {
    return this.#inTurn(this.#answers, undefined, () => this.#engine.call("decode", { context, tokens }));
  }

  /** Bytes of memory that the engine holds. */
  memoryBytes(): Promise<number> {
    return this.#now(undefined, () => this.#engine.call("memory", undefined));
  }

  close(): void {
    this.#closed = true;
    this.#engine.end(cancelled());
    this.#analyzer.end(cancelled());
  }

  #progress(options: LoadOptions): (progress: Progress) => void {
    return (progress) => {
      if (options.signal?.aborted) return;
      this.#onProgress?.(progress);
      options.onProgress?.(progress);
    };
  }

  #now<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    const run = task();
    this.#aside.add(run);
    run.catch(() => {}).finally(() => this.#aside.delete(run));
    return abortable(run, signal);
  }

  #inTurn<T>(turns: Turns, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    return turns.take(signal, async () => {
      if (this.#closed) throw closed();
      return task();
    });
  }
}

function closed(): TutorError {
  return new TutorError("bad_request", "This tutor was closed. Create another with Tutor.create().");
}
