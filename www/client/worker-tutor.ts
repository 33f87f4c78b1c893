import type {
  Analysis,
  AnalyzeRequest,
  Challenge,
  ChallengeRequest,
  ChatReply,
  ChatRequest,
  Grade,
  Insights,
  Progress,
  StoredModel,
} from "./api.js";
import { abortable } from "./abort.js";
import { cancelled, TutorError } from "./error.js";
import type { AnalyzerCalls, CodeCalls, EngineCalls } from "./protocol.js";
import { Practice, retell, seeded } from "./practice.js";
import { stream } from "./stream.js";
import { Turns } from "./turns.js";
import type { CallOptions, ChatOptions, CreateOptions, GradeOptions, InsightsOptions, LoadOptions, Tutor } from "./tutor.js";
import { WorkerHost } from "./worker-host.js";
import { newAnalyzerWorker, newCodeWorker, newEngineWorker } from "./workers.js";

/** The tutor in this browser. */
export class WorkerTutor implements Tutor {
  readonly backend = "worker";
  readonly #engine: WorkerHost<EngineCalls>;
  readonly #code: WorkerHost<CodeCalls>;
  readonly #analyzer = new WorkerHost<AnalyzerCalls>(newAnalyzerWorker);
  readonly #practice: Practice;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  #model: string | undefined;
  #codeModel: string | undefined;
  readonly #answers = new Turns();
  readonly #analyses = new Turns();
  readonly #readings = new Turns();
  /** Calls of the engine that do not wait for their turn. */
  readonly #aside = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: CreateOptions) {
    const base = new URL(options.modelBaseUrl ?? "models/", document.baseURI).href;
    const { catalog, threads } = options;
    const modelBaseUrl = base.endsWith("/") ? base : `${base}/`;
    this.#engine = new WorkerHost(newEngineWorker, { modelBaseUrl, catalog, threads });
    this.#code = new WorkerHost(newCodeWorker, { modelBaseUrl, catalog, threads });
    const ask = <Name extends keyof AnalyzerCalls>(name: Name, args: AnalyzerCalls[Name]["args"], { signal }: CallOptions) =>
      this.#inTurn(this.#analyses, signal, () => this.#analyzer.call(name, args as never, { signal })) as Promise<AnalyzerCalls[Name]["result"]>;
    this.#practice = new Practice(
      {
        rig: (id, options) => ask("rig", { id }, options),
        grade: (request, options) => ask("grade", request, options),
        stuck: (request, options) => ask("stuck", request, options),
        retelling: (id, options) => ask("retelling", { id }, options),
        retold: (id, text, options) => ask("retold", { id, text }, options),
      },
      options.sandboxUrl,
    );
    this.#model = options.chatModel;
    this.#codeModel = options.codeModel;
    this.#onProgress = options.onProgress;
  }

  async load(id: string, options: LoadOptions = {}): Promise<void> {
    // Asks the browser not to clear the models when space is short. It may say no; they are stored all the same.
    void navigator.storage.persist?.().catch(() => false);
    const listeners = { signal: options.signal, onProgress: this.#progress(options) };
    if ((await this.models(options)).find((model) => model.id === id)?.role === "code") {
      await this.#inTurn(this.#readings, options.signal, () => this.#code.call("load", { model: id }, listeners));
      this.#codeModel = id;
      return;
    }
    await this.#inTurn(this.#answers, options.signal, () => this.#engine.call("load", { model: id }, listeners));
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

  insights(request: AnalyzeRequest, options: InsightsOptions = {}): Promise<Insights | null> {
    const { signal, onStep } = options;
    return this.#inTurn(this.#readings, signal, async () => {
      const stored = async () => (await this.models()).find(({ role, stored }) => role === "code" && stored)?.id;
      const model = (this.#codeModel ??= await stored());
      if (model === undefined) return null;
      const questions = await this.#analyzer.call("ask", request, { signal });
      const listeners = { signal, onProgress: this.#progress(options), onStep };
      const answers = await this.#code.call("answer", { model, questions }, listeners);
      return this.#analyzer.call("conclude", { request, answers }, { signal });
    });
  }

  challenge(request: ChallengeRequest = {}, { signal }: CallOptions = {}): Promise<Challenge> {
    return this.#inTurn(this.#analyses, signal, () => this.#analyzer.call("challenge", seeded(request), { signal }));
  }

  grade(challenge: Challenge | string, code: string, options: GradeOptions = {}): Promise<Grade> {
    return this.#practice.grade(challenge, code, options);
  }

  retell(challenge: Challenge | string, options: ChatOptions = {}): Promise<string | null> {
    return retell(this.#practice.examiner, challenge, (request) => this.chat(request, options), options);
  }

  async hint(challenge: Challenge | string, code: string, options: ChatOptions = {}): Promise<ChatReply> {
    return this.chat(await this.#practice.question(challenge, code, options), options);
  }

  models(options: CallOptions = {}): Promise<StoredModel[]> {
    return this.#now(options.signal, () => this.#engine.call("models", undefined));
  }

  delete(id: string, options: CallOptions = {}): Promise<void> {
    return this.#now(options.signal, () => this.#engine.call("delete", { model: id }));
  }

  /** WebAssembly memory never shrinks, so the worker goes with the model. */
  unload(id: string): Promise<void> {
    if (id === this.#codeModel) {
      return this.#inTurn(this.#readings, undefined, async () => {
        this.#codeModel = undefined;
        this.#code.end(cancelled());
      });
    }
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

  /** What the code model writes for a text. */
  write(model: string, text: string): Promise<string> {
    return this.#inTurn(this.#readings, undefined, () => this.#code.call("write", { model, text }));
  }

  /** Milliseconds that the loaded code model takes for reading so many tokens, and then for writing so many. */
  seq2seqMs(input: number, output: number): Promise<{ encodeMs: number; decodeMs: number }> {
    return this.#inTurn(this.#readings, undefined, async () => {
      if (this.#codeModel === undefined) throw new TutorError("model_not_found", "No code model is loaded.");
      return this.#code.call("seq2seq", { model: this.#codeModel, input, output });
    });
  }

  /** Bytes of memory that the chat model's engine holds, and the code model's. */
  async memoryBytes(): Promise<number> {
    return this.#now(undefined, () => this.#engine.call("memory", undefined));
  }

  async codeMemoryBytes(): Promise<number> {
    return this.#now(undefined, () => this.#code.call("memory", undefined));
  }

  close(): void {
    this.#closed = true;
    this.#engine.end(cancelled());
    this.#code.end(cancelled());
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
