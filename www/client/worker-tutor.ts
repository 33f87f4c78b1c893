import type { ChatReply, ChatRequest, Progress, StoredModel } from "./api.js";
import { abortable } from "./abort.js";
import { cancelled, TutorError } from "./error.js";
import { stream } from "./stream.js";
import type { CallOptions, ChatOptions, CreateOptions, LoadOptions, Tutor } from "./tutor.js";
import { WorkerHost } from "./worker-host.js";

/** The tutor in this browser. */
export class WorkerTutor implements Tutor {
  readonly backend = "worker";
  readonly #host: WorkerHost;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  #model: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Calls that do not wait for their turn. */
  readonly #aside = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: CreateOptions) {
    const base = new URL(options.modelBaseUrl ?? "models/", document.baseURI).href;
    const { catalog, threads } = options;
    this.#host = new WorkerHost({ modelBaseUrl: base.endsWith("/") ? base : `${base}/`, catalog, threads });
    this.#model = options.chatModel;
    this.#onProgress = options.onProgress;
  }

  async load(id: string, options: LoadOptions = {}): Promise<void> {
    // Asks the browser not to clear the models when space is short. It may say no; they are stored all the same.
    void navigator.storage.persist?.().catch(() => false);
    await this.#inTurn(options.signal, () =>
      this.#host.call("load", { model: id }, { signal: options.signal, onProgress: this.#progress(options) }),
    );
    this.#model = id;
  }

  chat(request: ChatRequest, options: ChatOptions = {}): Promise<ChatReply> {
    return this.#inTurn(options.signal, () =>
      this.#host.call("chat", { model: this.#model, request }, {
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

  models(options: CallOptions = {}): Promise<StoredModel[]> {
    return this.#now(options.signal, () => this.#host.call("models", undefined));
  }

  delete(id: string, options: CallOptions = {}): Promise<void> {
    return this.#now(options.signal, () => this.#host.call("delete", { model: id }));
  }

  /** WebAssembly memory never shrinks, so the worker goes with the model. */
  unload(id: string): Promise<void> {
    return this.#inTurn(undefined, async () => {
      if (id !== this.#model) return;
      await Promise.allSettled(this.#aside);
      this.#host.end(cancelled());
    });
  }

  /** Milliseconds that the loaded model takes for a prompt of so many tokens. */
  prefillMs(tokens: number): Promise<number> {
    return this.#inTurn(undefined, () => this.#host.call("prefill", { tokens }));
  }

  /** Milliseconds that the loaded model takes for so many tokens, one after the other, after `context` others. */
  decodeMs(context: number, tokens: number): Promise<number> {
    return this.#inTurn(undefined, () => this.#host.call("decode", { context, tokens }));
  }

  /** Bytes of memory that the engine holds. */
  memoryBytes(): Promise<number> {
    return this.#now(undefined, () => this.#host.call("memory", undefined));
  }

  close(): void {
    this.#closed = true;
    this.#host.end(cancelled());
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

  /** Runs a task when all earlier ones have ended. Who gives up is told at once; the turn ends when the worker agrees. */
  #inTurn<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    const run = this.#last.then(() => {
      if (signal?.aborted) throw cancelled();
      if (this.#closed) throw closed();
      return task();
    });
    this.#last = run.catch(() => {});
    return abortable(run, signal);
  }
}

function closed(): TutorError {
  return new TutorError("bad_request", "This tutor was closed. Create another with Tutor.create().");
}
