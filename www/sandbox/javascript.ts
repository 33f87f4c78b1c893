import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSContext, type QuickJSHandle } from "quickjs-emscripten-core";
import { transform } from "sucrase";
import { type Answer, MOST_PRINTED, type Question } from "../client/sandbox-protocol.js";
import type { RunError } from "../client/api.js";
import harnessSource from "./harness.js?raw";
import { start } from "./start.js";

const FILE = "solution.js";
const MEMORY = 64 << 20;
/** For saying that the memory is used up. */
const SPARE = 1 << 20;
/** Each of QuickJS's bytes goes with some of the browser's own stack, which ends a program that goes beyond it: these stay below. */
const STACK = 96 << 10;
const ROOMY_STACK = 192 << 10;

/** What QuickJSContext is made of; the version of the package is pinned. */
interface Internals {
  ctx: { value: number };
  ffi: Record<"QTS_Call" | "QTS_ResolveException" | "QTS_FreeValuePointer", (...pointers: number[]) => number>;
  memory: { toPointerArray: (handles: QuickJSHandle[]) => QuickJSHandle; heapValueHandle: (pointer: number) => QuickJSHandle };
}
type Promising = (call: Internals["ffi"]["QTS_Call"]) => (...pointers: number[]) => Promise<number>;
const { promising } = WebAssembly as { promising?: Promising };

start(async (files) => {
  const wasmModule = await WebAssembly.compile(files["quickjs.wasm"]!);
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule }));
  return new Runner(quickjs.newContext()).answer;
});

/** A learner's program in QuickJS: nothing of this worker can be reached from there. */
class Runner {
  readonly #vm: QuickJSContext;
  readonly #harness: QuickJSHandle;
  #shapes!: QuickJSHandle;
  #solve!: QuickJSHandle;
  #limitMs = 0;
  #deadline = 0;

  constructor(vm: QuickJSContext) {
    this.#vm = vm;
    this.#harness = vm.unwrapResult(vm.evalCode(harnessSource, "harness.js"));
    vm.runtime.setInterruptHandler(() => performance.now() > this.#deadline);
  }

  readonly answer = async (question: Question): Promise<Answer> => {
    if (question.type === "load") this.#limitMs = question.limitMs;
    this.#vm.runtime.setMemoryLimit(MEMORY);
    const begun = performance.now();
    this.#deadline = begun + this.#limitMs;
    let came: Partial<Answer>;
    let stdout = "";
    try {
      came = question.type === "load" ? this.#load(question) : await this.#call(question.arguments);
      if (performance.now() > this.#deadline) came = { late: true };
      // Nothing of the learner's is run for this, and it must not be interrupted.
      this.#deadline = Infinity;
      stdout = this.#printed();
    } catch (error) {
      // The browser's stack, as a rule.
      const deep = /call stack|too much recursion/.test(String(error));
      const message = deep ? "InternalError: stack overflow" : `JavaScript itself stopped: ${String(error).slice(0, 200)}`;
      came = { broken: true, error: { kind: "thrown", message } };
    }
    return { stdout, changedInput: false, ms: performance.now() - begun, ...came };
  };

  #load(question: Question & { type: "load" }): Partial<Answer> {
    const vm = this.#vm;
    this.#printed();
    vm.runtime.setMaxStackSize(STACK);
    const typescript = question.language === "typescript";
    const plain = typescript ? withoutTypes(question.code) : question.code;
    if (typeof plain !== "string") return { error: plain };
    this.#shapes = vm.unwrapResult(vm.evalCode(JSON.stringify([...question.parameterNodes, question.returnNode])));
    const loaded = vm.evalCode(plain, FILE, { type: "global" });
    if (loaded.error) {
      const error = this.#described(loaded.error);
      return { error: error.kind === "memory" ? error : { ...error, kind: "load" } };
    }
    loaded.value.dispose();
    const found = vm.evalCode(question.functionName);
    if (found.error || vm.typeof(found.value) !== "function") {
      return { error: { kind: "load", message: `There is no function ${question.functionName} in your code.` } };
    }
    this.#solve = found.value;
    return {};
  }

  async #call(given: string): Promise<Partial<Answer>> {
    const vm = this.#vm;
    using call = vm.getProp(this.#harness, "call");
    using text = vm.newString(given);
    const came = await this.#roomy(call, [this.#solve, text, this.#shapes]);
    if (came.error) return { error: this.#described(came.error) };
    using value = came.value!;
    const [output, kind, message] = ["output", "kind", "message"].map((name) => this.#text(value, name));
    if (output === undefined) return { error: { kind: kind as RunError["kind"], message: message! } };
    using changed = vm.getProp(value, "changed");
    return { output, changedInput: vm.dump(changed) === true };
  }

  /** Calls a function: where wasm can be suspended, on a stack of its own, which is larger than a worker's. */
  async #roomy(call: QuickJSHandle, given: QuickJSHandle[]): Promise<{ value?: QuickJSHandle | undefined; error?: QuickJSHandle | undefined }> {
    const vm = this.#vm;
    if (!promising) return vm.callFunction(call, vm.undefined, ...given);
    const { ctx, ffi, memory } = vm as unknown as Internals;
    vm.runtime.setMaxStackSize(ROOMY_STACK);
    using list = memory.toPointerArray(given);
    const pointer = (handle: QuickJSHandle) => handle.value as unknown as number;
    const result = await promising(ffi.QTS_Call)(ctx.value, pointer(call), pointer(vm.undefined), given.length, pointer(list));
    vm.runtime.setMaxStackSize(STACK);
    const thrown = ffi.QTS_ResolveException(ctx.value, result);
    if (!thrown) return { value: memory.heapValueHandle(result) };
    ffi.QTS_FreeValuePointer(ctx.value, result);
    return { error: memory.heapValueHandle(thrown) };
  }

  /** What was thrown, in words. What the learner's objects run for that is under the same limits. */
  #described(error: QuickJSHandle): RunError {
    const vm = this.#vm;
    vm.runtime.setMemoryLimit(MEMORY + SPARE);
    using describe = vm.getProp(this.#harness, "describe");
    const described = vm.callFunction(describe, vm.undefined, error);
    const usedUp = { kind: "memory", message: `Your code takes more than ${MEMORY >> 20} MB of memory.` } as const;
    const isNull = vm.eq(error, vm.null);
    error.dispose();
    if (described.error) return usedUp;
    using value = described.value;
    const message = this.#text(value, "message")!;
    const line = new RegExp(`\\b${FILE}:(\\d+)`).exec(this.#text(value, "stack")!)?.[1];
    // Where there is no memory for an error, QuickJS throws null.
    if (message.endsWith("out of memory") || (isNull && this.#isFull())) return { ...usedUp, ...(line && { line: Number(line) }) };
    return { kind: "thrown", message, ...(line && { line: Number(line) }) };
  }

  #isFull(): boolean {
    using usage = this.#vm.runtime.computeMemoryUsage();
    return (this.#vm.dump(usage) as { malloc_size: number }).malloc_size > MEMORY / 2;
  }

  #printed(): string {
    const vm = this.#vm;
    using take = vm.getProp(this.#harness, "takePrinted");
    using most = vm.newNumber(MOST_PRINTED);
    using text = vm.unwrapResult(vm.callFunction(take, vm.undefined, most));
    return vm.getString(text);
  }

  #text(owner: QuickJSHandle, name: string): string | undefined {
    using value = this.#vm.getProp(owner, name);
    return this.#vm.typeof(value) === "string" ? this.#vm.getString(value) : undefined;
  }
}

/** TypeScript without its types, each line where it was. */
function withoutTypes(code: string): string | RunError {
  try {
    return transform(code, { transforms: ["typescript"], disableESTransforms: true }).code;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    const told = message.replace(/^Error transforming [^:]*: /, "").replace(/ \(\d+:\d+\)$/, "");
    return { kind: "load", message: `SyntaxError: ${told}`, ...(loc && { line: loc.line }) };
  }
}
