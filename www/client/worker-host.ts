import type { Arguments, Calls, FromWorker, Result, Setup, ToWorker } from "./protocol.js";
import type { ChatEvent, Progress } from "./api.js";
import { cancelled, TutorError } from "./error.js";

/** A worker that has not answered a cancel by then is inside one long step (reading a model): it is ended. */
const CANCEL_MS = 2000;

export interface Listeners {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  onEvent?: ((event: ChatEvent) => void) | undefined;
  onStep?: ((done: number, total: number) => void) | undefined;
}

interface Pending extends Listeners {
  resolve: (result: unknown) => void;
  reject: (error: TutorError) => void;
}

/** One worker at a time, started by the first call. When it dies, its calls reject and the next call starts another. */
export class WorkerHost<C extends Calls> {
  readonly #newWorker: () => Worker;
  readonly #setup: Setup | undefined;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #nextId = 1;

  constructor(newWorker: () => Worker, setup?: Setup) {
    this.#newWorker = newWorker;
    this.#setup = setup;
  }

  async call<Name extends keyof C>(name: Name, args: Arguments<C, Name>, listeners: Listeners = {}): Promise<Result<C, Name>> {
    const { signal } = listeners;
    if (signal?.aborted) throw cancelled();
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      worker.postMessage({ type: "cancel", id } satisfies ToWorker<C>);
      timer = setTimeout(() => {
        if (this.#pending.has(id)) this.end(cancelled());
      }, CANCEL_MS);
    };
    try {
      return await new Promise<Result<C, Name>>((resolve, reject) => {
        this.#pending.set(id, { ...listeners, resolve: resolve as (result: unknown) => void, reject });
        signal?.addEventListener("abort", cancel, { once: true });
        try {
          worker.postMessage({ type: "call", id, call: { name, args } } satisfies ToWorker<C>);
        } catch (error) {
          reject(new TutorError("bad_request", `The request cannot be sent to the worker: ${String(error)}`));
        }
      });
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener("abort", cancel);
      clearTimeout(timer);
    }
  }

  /** Ends the worker, and every call under way with this error. */
  end(error: TutorError): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of pending) call.reject(error);
  }

  #start(): Worker {
    const worker = this.#newWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (worker === this.#worker) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.end(crashed(event.message));
    };
    worker.onmessageerror = () => {
      if (worker === this.#worker) this.end(crashed("a message could not be read"));
    };
    if (this.#setup) worker.postMessage({ type: "setup", setup: this.#setup } satisfies ToWorker<C>);
    return worker;
  }

  #receive(message: FromWorker): void {
    if (message.type === "fatal") {
      this.end(new TutorError(message.error.code, message.error.message));
      return;
    }
    const call = this.#pending.get(message.id);
    if (!call) return;
    switch (message.type) {
      case "progress":
        call.onProgress?.(message.progress);
        break;
      case "event":
        call.onEvent?.(message.event);
        break;
      case "step":
        call.onStep?.(message.done, message.total);
        break;
      case "result":
        call.resolve(message.result);
        break;
      case "error":
        call.reject(new TutorError(message.error.code, message.error.message));
        break;
    }
  }
}

function crashed(why: string | undefined): TutorError {
  const reason = why ? `: ${why}` : "";
  return new TutorError("internal", `The tutor's worker stopped${reason}. Ask again: a new one starts by itself.`);
}
