import { loadPyodide, type PyodideAPI } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { info } from "pyodide/pyodide-lock.json";
import { type Answer, MOST_MESSAGE, MOST_PRINTED, type Question } from "../client/sandbox-protocol.js";
import harnessSource from "./harness.py?raw";
import { start } from "./start.js";

const MEMORY = 256 << 20;
/** Nothing is there: what Pyodide asks for, it is given below. */
const NOWHERE = "https://sandbox.invalid/";

start(async (files) => {
  globalThis.fetch = async (url) => {
    const file = String(url).replace(NOWHERE, "");
    return new Response(files[file] ?? null, { headers: { "Content-Type": "application/wasm" } });
  };
  const pyodide = await loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule,
    lockFileContents: { info, packages: {} },
    packageBaseUrl: NOWHERE,
    // What Python code would find as the module `js`.
    jsglobals: Object.create(null) as object,
    enableRunUntilComplete: false,
  });
  limitMemory(pyodide);
  limitStack(pyodide);
  return runner(pyodide);
});

/** Python then raises MemoryError, as where a machine has no more. */
function limitMemory(pyodide: PyodideAPI): void {
  const { memory } = (pyodide as unknown as { _module: { memory: WebAssembly.Memory } })._module;
  const grow = memory.grow.bind(memory);
  const value = (pages: number) => {
    if (memory.buffer.byteLength + pages * 65_536 > MEMORY) throw new RangeError("the memory limit of the sandbox");
    return grow(pages);
  };
  Object.defineProperty(memory, "grow", { value });
}

const STACK = 64 << 10;

/** Python then raises RecursionError */
function limitStack(pyodide: PyodideAPI): void {
  const module = (pyodide as unknown as { _module: Record<string, (...numbers: number[]) => number> })._module;
  const top = module["_emscripten_stack_get_current"]!();
  console.log("stack", top, module["_emscripten_stack_get_base"]!(), module["_emscripten_stack_get_end"]!(), module["_PyUnstable_ThreadState_SetStackProtection"]!(module["_PyThreadState_Get"]!(), top - STACK, STACK));
}

type Harness = (file: string, mostMessage: number) => [load: Load, call: (given: string) => string];
type Load = (code: string, functionName: string, shapes: string) => string;

function runner(pyodide: PyodideAPI): (question: Question) => Answer {
  const stdout = new Printed();
  pyodide.setStdout({ write: stdout.write });
  pyodide.setStderr({ write: (bytes) => bytes.length });
  pyodide.setStdin({ stdin: () => null });
  const [harness, close] = pyodide.runPython(harnessSource).toJs() as [Harness, () => void];
  const [load, call] = (harness("solution.py", MOST_MESSAGE) as unknown as { toJs: () => ReturnType<Harness> }).toJs();
  close();

  const { parse } = JSON;
  const now = performance.now.bind(performance);
  return (question) => {
    const begun = now();
    let came: Partial<Answer>;
    try {
      if (question.type === "call") came = parse(call(question.arguments)) as Partial<Answer>;
      else {
        const shapes = [...question.parameterNodes, question.returnNode].join(",");
        came = parse(load(question.code, question.functionName, shapes)) as Partial<Answer>;
        if (came.error?.kind === "thrown") came.error.kind = "load";
      }
    } catch (error) {
      // Python itself stopped: its stack, or its memory.
      const deep = error instanceof RangeError || String(error).includes("call stack");
      const message = deep ? "RecursionError: maximum recursion depth exceeded" : `Python itself stopped: ${String(error)}`;
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
