import "pyodide/pyodide.asm.js";
import { loadPyodide, type PyodideInterface } from "pyodide";
import { info } from "pyodide/pyodide-lock.json";
import { type Answer, MOST_MESSAGE, MOST_PRINTED, type Question } from "../client/sandbox-protocol.js";
import harnessSource from "./harness.py?raw";
import { start } from "./start.js";

const MEMORY = 256 << 20;
/** Nothing is there: what Pyodide asks for, it is given here. */
const NOWHERE = "https://sandbox.invalid/";

start(async (files) => {
  const lock = JSON.stringify({ info, packages: {} });
  globalThis.fetch = async (url) => {
    const file = String(url).replace(NOWHERE, "");
    const body = file === "pyodide-lock.json" ? lock : files[file];
    return new Response(body ?? null, { status: body ? 200 : 404, headers: { "Content-Type": "application/wasm" } });
  };
  limitMemory();
  const pyodide = await loadPyodide({
    indexURL: NOWHERE,
    // What Python code would find as the module `js`.
    jsglobals: Object.create(null) as object,
    stdout: () => {},
    stderr: () => {},
    enableRunUntilComplete: false,
  });
  return runner(pyodide);
});

/** Python then raises MemoryError, as where a machine has no more. */
function limitMemory(): void {
  const maximum = MEMORY / 65_536;
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct: (Memory, [limits]: [WebAssembly.MemoryDescriptor]) => new Memory({ ...limits, maximum: Math.min(limits.maximum ?? maximum, maximum) }),
  });
}

type Harness = (file: string, mostMessage: number) => { toJs: () => [load: Call, call: Call] };
interface Call {
  (...texts: string[]): string;
  callPromising: (...texts: string[]) => Promise<string>;
}

function runner(pyodide: PyodideInterface): (question: Question) => Promise<Answer> {
  const stdout = new Printed();
  pyodide.setStdout({ write: stdout.write });
  pyodide.setStderr({ write: (bytes) => bytes.length });
  pyodide.setStdin({ stdin: () => null });
  const [harness, close] = pyodide.runPython(harnessSource).toJs() as [Harness, () => void];
  const [load, call] = harness("solution.py", MOST_MESSAGE).toJs();
  close();

  // Where wasm can be suspended, it runs on a stack of its own, which is larger than a worker's.
  const { parse } = JSON;
  const roomy = "Suspending" in WebAssembly;
  const run = async (python: Call, ...texts: string[]) => parse(await (roomy ? python.callPromising(...texts) : python(...texts))) as Partial<Answer>;
  const now = performance.now.bind(performance);
  return async (question) => {
    const begun = now();
    let came: Partial<Answer>;
    try {
      if (question.type === "call") came = await run(call, question.arguments);
      else {
        const shapes = [...question.parameterNodes, question.returnNode].join(",");
        came = await run(load, question.code, question.functionName, shapes);
        if (came.error?.kind === "thrown") came.error.kind = "load";
      }
    } catch (error) {
      // Python itself stopped: its stack, as a rule.
      const deep = /call stack|too much recursion/.test(String(error));
      const message = deep ? "RecursionError: maximum recursion depth exceeded" : `Python itself stopped: ${String(error).slice(0, 200)}`;
      stdout.take();
      came = { broken: true, error: { kind: "thrown", message } };
    }
    return { stdout: stdout.take(), changedInput: false, ms: now() - begun, ...came };
  };
}

/** The beginning of what is printed; the rest is dropped as it comes. */
class Printed {
  /** Of as many bytes as the longest characters take. */
  readonly #bytes = new Uint8Array(4 * MOST_PRINTED);
  #length = 0;

  readonly write = (bytes: Uint8Array): number => {
    const kept = bytes.subarray(0, this.#bytes.length - this.#length);
    this.#bytes.set(kept, this.#length);
    this.#length += kept.length;
    return bytes.length;
  };

  take(): string {
    const text = new TextDecoder().decode(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return text.slice(0, MOST_PRINTED);
  }
}
