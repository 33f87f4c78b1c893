// A frame without an origin around a worker: what runs in it has no network, no storage and no way to the page but one port.

import { TutorError } from "./error.js";
import type { Answer, Question, SandboxLanguage, Started } from "./sandbox-protocol.js";

/** What a language needs: its script, and what that is given, as nothing can be fetched from inside. */
const FILES: Record<SandboxLanguage, [script: string, ...files: string[]]> = {
  javascript: ["javascript.js", "quickjs.wasm"],
  typescript: ["javascript.js", "quickjs.wasm"],
  python: ["python.js", "pyodide.asm.wasm", "python_stdlib.zip"],
};

/** A worker that has not started by then never will. */
const START_MS = 60_000;
/** What an answer may take on its way. A worker's own clock says whether it was in time. */
const TRAVEL_MS = 100;

/** The frame's whole program. A page whose policy restricts scripts has to allow it by its hash, and workers from `blob:`. */
const SCRIPT = `addEventListener("message",({data:[script,files],ports,source})=>{\
const worker=new Worker(URL.createObjectURL(new Blob([script],{type:"text/javascript"})));\
worker.onerror=({message})=>source.postMessage(String(message),"*");\
worker.postMessage(files,[...ports,...Object.values(files)])},{once:true})`;
export const SCRIPT_HASH = "sha256-Encvxp2KUc0rkycbk8i/7XO+kvdqe88UjVk64UF/woI=";

const POLICY = `default-src 'none'; script-src '${SCRIPT_HASH}' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
const PAGE = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>${SCRIPT}</script>`;

/** One worker, for one program. */
export class Sandbox {
  /** When it can be asked. Rejects where it cannot start, or is ended before. */
  readonly ready: Promise<void>;
  readonly #frame = document.createElement("iframe");
  readonly #channel = new MessageChannel();
  #over: (error: TutorError) => void = () => {};
  #onAnswer: (answer: Answer) => void = () => {};

  constructor(language: SandboxLanguage, base: string) {
    const over = new Promise<never>((_, reject) => (this.#over = reject));
    const timer = setTimeout(() => this.end(broken("it does not start")), START_MS);
    this.ready = Promise.race([this.#start(language, base), over]).finally(() => clearTimeout(timer));
    this.ready.catch((error) => this.end(error));
  }

  /** The answer, or nothing where there is none in time. The next question may come only after an answer. */
  async ask(question: Question, limitMs: number): Promise<Answer | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise((resolve) => {
        this.#onAnswer = resolve;
        timer = setTimeout(() => resolve(undefined), limitMs + TRAVEL_MS);
        this.#channel.port1.postMessage(question);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes the frame away, and its worker with it, whatever that is doing. */
  end(error = broken("it was ended")): void {
    this.#over(error);
    this.#frame.remove();
    this.#channel.port1.close();
    removeEventListener("message", this.#onError);
  }

  async #start(language: SandboxLanguage, base: string): Promise<void> {
    const [script, ...names] = FILES[language];
    const [program, ...bytes] = await Promise.all([script, ...names].map((name) => fetchFile(new URL(name, base).href)));
    const files = Object.fromEntries(names.map((name, i) => [name, bytes[i]!]));

    const frame = this.#frame;
    frame.hidden = true;
    frame.setAttribute("sandbox", "allow-scripts");
    frame.srcdoc = PAGE;
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    addEventListener("message", this.#onError);

    const { port1, port2 } = this.#channel;
    const started = new Promise<Started>((resolve) => (port1.onmessage = ({ data }) => resolve(data as Started)));
    // Copied, and kept here for the next one.
    frame.contentWindow!.postMessage([program, files], "*", [port2]);
    const start = await started;
    if (!start.ready) throw broken(start.why);
    port1.onmessage = ({ data }) => this.#onAnswer(data as Answer);
  }

  readonly #onError = ({ source, data }: MessageEvent) => {
    if (source === this.#frame.contentWindow) this.#over(broken(String(data)));
  };
}

const fetched = new Map<string, Promise<ArrayBuffer>>();

function fetchFile(url: string): Promise<ArrayBuffer> {
  const known = fetched.get(url);
  if (known) return known;
  const file = (async () => {
    const response = await fetch(url).catch((error) => error as Error);
    if (response instanceof Error) throw broken(`${url} cannot be fetched (${response.message})`);
    if (!response.ok) throw broken(`${url} cannot be fetched (${response.status})`);
    return response.arrayBuffer();
  })();
  fetched.set(url, file);
  file.catch(() => fetched.delete(url));
  return file;
}

/** Lets go of what was fetched. */
export function forgetFiles(): void {
  fetched.clear();
}

function broken(why: string): TutorError {
  return new TutorError("internal", `The sandbox for your code failed: ${why}.`);
}
