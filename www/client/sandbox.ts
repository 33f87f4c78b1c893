// Runs a learner's program, which may be hostile, on the calls of a challenge. The program runs in a worker of a frame without an origin
// (sandbox-frame.ts), which is new for each program; it never sees the answers that are expected.

import { abortable } from "./abort.js";
import type { RunError, TestRig, TestRun } from "./challenge-types.js";
import { cancelled, TutorError } from "./error.js";
import { forgetFiles, Sandbox } from "./sandbox-frame.js";
import type { Answer, SandboxLanguage } from "./sandbox-protocol.js";

export interface SandboxOptions {
  /** The folder of the sandbox's files. */
  baseUrl: URL | string;
  /** Ends the program: the call rejects with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Told of each call as it ends. */
  onRun?: ((run: TestRun) => void) | undefined;
}

/** What came of each call, in order. Rejects only where the sandbox itself fails, or the signal says so. */
export async function runInSandbox(rig: TestRig, code: string, options: SandboxOptions): Promise<TestRun[]> {
  const { signal, onRun } = options;
  const language = languageOf(rig.language);
  const base = baseOf(options.baseUrl);
  if (signal?.aborted) throw cancelled();

  const sandbox = take(language, base);
  try {
    return await abortable(run(sandbox, language, rig, code, (run) => !signal?.aborted && onRun?.(run)), signal);
  } finally {
    sandbox.end();
    // The next program starts at once.
    if (!signal?.aborted) take.ahead(language, base);
  }
}
