// Runs a learner's program, which may be hostile, on the calls of a challenge. The program runs in a worker of a frame without an origin
// (sandbox-frame.ts), which is new for each program; it never sees the answers that are expected.

import { abortable } from "./abort.js";
import type { RunErrorKind, TestRig, TestRun } from "./api.js";
import { cancelled, TutorError } from "./error.js";
import { forgetFiles, Sandbox } from "./sandbox-frame.js";
import { type Answer, MOST_MESSAGE, MOST_PRINTED, type Question, type SandboxLanguage } from "./sandbox-protocol.js";

export { SCRIPT_HASH } from "./sandbox-frame.js";

export interface SandboxOptions {
  /** The folder of the sandbox's files. */
  baseUrl: URL | string;
  /** Ends the program: the call rejects with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Told of each call as it ends. */
  onRun?: ((run: TestRun) => void) | undefined;
}

/** Whether `runInSandbox` runs code in a language. */
export function runsInSandbox(language: string): language is SandboxLanguage {
  return language === "python" || language === "javascript" || language === "typescript";
}

/** What came of each call, in order. Rejects only where the sandbox itself fails, or the signal says so. */
export async function runInSandbox(rig: TestRig, code: string, options: SandboxOptions): Promise<TestRun[]> {
  const { signal } = options;
  const language = languageOf(rig.language);
  if (signal?.aborted) throw cancelled();
  const sandbox = take(language, options.baseUrl);
  const onRun = (run: TestRun) => signal?.aborted || options.onRun?.(run);
  let started = false;
  void sandbox.ready.then(() => (started = true), () => {});
  let idle = false;
  try {
    const runs = await abortable(run(sandbox, { ...rig, language }, code, onRun), signal);
    idle = runs.every(({ error }) => error?.kind !== "time" && error?.kind !== "memory");
    return runs;
  } finally {
    if (!idle) sandbox.end();
    // The next one finds the interpreter compiled, as long as this one has it: it then starts twice as fast. What did not start is not
    // tried again unasked.
    if (started) void ahead(language, options.baseUrl).ready.catch(() => {}).then(() => sandbox.end());
  }
}

/** Starts a language, so that the next program in it starts at once. After each program the next start is made unasked. */
export async function warmUp(language: string, baseUrl: URL | string): Promise<void> {
  await ahead(languageOf(language), baseUrl).ready;
}

/** Ends what waits for a program, and frees its memory. */
export function coolDown(): void {
  for (const sandbox of waiting.values()) sandbox.end();
  waiting.clear();
  forgetFiles();
}

/** Sandboxes that were started and have no program yet, by what they run. */
const waiting = new Map<string, Sandbox>();

function ahead(language: SandboxLanguage, baseUrl: URL | string): Sandbox {
  const [name, base] = nameOf(language, baseUrl);
  const known = waiting.get(name);
  if (known) return known;
  const sandbox = new Sandbox(language, base);
  waiting.set(name, sandbox);
  sandbox.ready.catch(() => waiting.get(name) === sandbox && waiting.delete(name));
  return sandbox;
}

function take(language: SandboxLanguage, baseUrl: URL | string): Sandbox {
  const sandbox = ahead(language, baseUrl);
  waiting.delete(nameOf(language, baseUrl)[0]);
  return sandbox;
}

function nameOf(language: SandboxLanguage, baseUrl: URL | string): [name: string, base: string] {
  const base = new URL(baseUrl, document.baseURI).href.replace(/\/?$/, "/");
  return [`${language === "typescript" ? "javascript" : language} ${base}`, base];
}

async function run(sandbox: Sandbox, rig: TestRig & { language: SandboxLanguage }, code: string, onRun: (run: TestRun) => void) {
  await sandbox.ready;
  const { calls, limitMs, ...program } = rig;
  const ask = async (question: Question) => checked(await sandbox.ask(question, limitMs), limitMs);
  const loaded = await ask({ type: "load", code, limitMs, ...program });
  // What is printed while the program is loaded is told with the first call.
  let printed = loaded.stdout;
  loaded.stdout = "";

  const runs: TestRun[] = [];
  let over = loaded.late || loaded.broken;
  for (const { id, arguments: given } of calls) {
    // A program that cannot be loaded is each call's error.
    let answer = loaded;
    if (over && runs.length > 0) answer = failed("skipped", "This test was not run, as an earlier one did not end.");
    else if (!loaded.error) answer = await ask({ type: "call", arguments: given });
    over ||= answer.late || answer.broken;
    const { output, error, changedInput, ms } = answer;
    const stdout = (printed + answer.stdout).slice(0, MOST_PRINTED);
    printed = "";
    runs.push({ id, stdout, changedInput, ms, ...(output !== undefined && { output }), ...(error && { error }) });
    onRun(runs.at(-1)!);
  }
  return runs;
}

const KINDS: readonly RunErrorKind[] = ["load", "thrown", "type", "memory"];

/** What a sandbox says is not to be trusted: nothing else than an answer comes out of this. */
function checked(answer: Answer | undefined, limitMs: number): Answer {
  const text = (value: unknown, most: number) => (typeof value === "string" ? value.slice(0, most) : "");
  const stdout = text(answer?.stdout, MOST_PRINTED);
  const ms = Number(answer?.ms ?? limitMs);
  if (!answer || answer.late || !(ms <= limitMs)) {
    return { ...failed("time", `This took longer than ${limitMs / 1000} s, and was ended.`), stdout, ms: limitMs, late: true };
  }
  const { error, output } = answer;
  const changedInput = answer.changedInput === true;
  if (!error) return { output: text(output, Infinity), stdout, changedInput, ms };
  const kind = KINDS.find((kind) => kind === error.kind) ?? "thrown";
  const line = Number.isSafeInteger(error.line) && error.line! > 0 ? { line: error.line! } : {};
  return { error: { kind, message: text(error.message, MOST_MESSAGE), ...line }, stdout, changedInput, ms, ...(answer.broken && { broken: true }) };
}

function failed(kind: RunErrorKind, message: string): Answer {
  return { error: { kind, message }, stdout: "", changedInput: false, ms: 0 };
}

function languageOf(name: string): SandboxLanguage {
  if (runsInSandbox(name)) return name;
  throw new TutorError("language_unsupported", `Code in ${name} is not run here; code in Python, JavaScript and TypeScript is.`);
}
