import type { Call, Calls, FromWorker, Setup, ToWorker } from "./protocol.js";
import type { ChatEvent, Progress } from "./api.js";
import { cancelled, TutorError } from "./error.js";

/** A worker that has not answered a cancel by then is inside one long step (reading a model): it is ended. */
const CANCEL_MS = 2000;

export interface Listeners {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  onEvent?: ((event: ChatEvent) => void) | undefined;
}

interface Pending extends Listeners {
  resolve: (result: unknown) => void;
  reject: (error: TutorError) => void;
}

/** One worker at a time, started by the first call. When it dies, its calls reject and the next call starts another. */
export class WorkerHost {
  readonly #setup: Setup;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #nextId = 1;

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  async call<Name extends keyof Calls>(
    name: Name,
    args: Calls[Name]["args"],
    listeners: Listeners = {},
  ): Promise<Calls[Name]["result"]> {
    const { signal } = listeners;
    if (signal?.aborted) throw cancelled();
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      send(worker, { type: "cancel", id });
      timer = setTimeout(() => {
        if (this.#pending.has(id)) this.end(cancelled());
      }, CANCEL_MS);
    };
    try {
      return await new Promise<Calls[Name]["result"]>((resolve, reject) => {
        this.#pending.set(id, { ...listeners, resolve: resolve as (result: unknown) => void, reject });
        signal?.addEventListener("abort", cancel, { once: true });
        try {
          send(worker, { type: "call", id, call: { name, args } as Call });
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
    const worker = newWorker();
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
    send(worker, { type: "setup", setup: this.#setup });
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
      case "result":
        call.resolve(message.result);
        break;
      case "error":
        call.reject(new TutorError(message.error.code, message.error.message));
        break;
    }
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function crashed(why: string | undefined): TutorError {
  const reason = why ? `: ${why}` : "";
  return new TutorError("internal", `The tutor's worker stopped${reason}. Ask again: a new one starts by itself.`);
}

function newWorker(): Worker {
  try {
    // Bundlers look for this very expression.
    return new Worker(new URL("../worker/index.js", import.meta.url), { type: "module", name: "codementor-tutor" });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "SecurityError")) throw error;
    // A worker must come from the page's own origin: where this package comes from another, a stub imports it.
    const here = import.meta.url;
    const stub = `import ${JSON.stringify(new URL("../worker/index.js", here).href)};`;
    const url = URL.createObjectURL(new Blob([stub], { type: "text/javascript" }));
    return new Worker(url, { type: "module", name: "codementor-tutor" });
  }
}
