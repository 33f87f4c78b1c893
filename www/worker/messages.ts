// What every worker says to the page.

import type { CodedError, FromWorker } from "../client/protocol.js";

export function say(message: FromWorker): void {
  postMessage(message);
}

/** Says that this worker is of no more use; the page ends it. */
export function die(error: unknown, part: string): void {
  // A panic comes as its message. A bare trap is what is left when memory cannot grow.
  const outOfMemory = error instanceof WebAssembly.RuntimeError && /unreachable/.test(error.message);
  const reason = error instanceof Error || isCoded(error) ? error.message : String(error);
  const message = outOfMemory
    ? `The tutor's ${part} stopped, most likely because memory ran out. Close other tabs or choose a smaller model.`
    : `The tutor's ${part} stopped: ${reason}. Ask again: a new one starts by itself.`;
  say({ type: "fatal", error: { code: outOfMemory ? "out_of_memory" : "internal", message } });
}

/** The tutor's own errors are coded. Anything else is a trap or a bug, and the state of the module is lost. */
export function isCoded(error: unknown): error is CodedError {
  return typeof error === "object" && error !== null && !(error instanceof Error) && "code" in error && "message" in error;
}
