import { TutorError } from "./error.js";
import { ServerTutor } from "./server-tutor.js";
import type { CreateOptions, Tutor as TutorInterface } from "./tutor.js";
import { WorkerTutor } from "./worker-tutor.js";

export type * from "./api.js";
export { TOPICS } from "./api.js";
export type { CallOptions, ChatOptions, CreateOptions, GradeOptions, InsightsOptions, LoadOptions } from "./tutor.js";
export { TutorError };

export type Tutor = TutorInterface;

export const Tutor = {
  /** A tutor, in this browser or on a server. Nothing is fetched before the first call. */
  async create(options: CreateOptions = {}): Promise<Tutor> {
    const { backend = "auto" } = options;
    switch (backend) {
      case "worker":
        if (canRunHere()) return new WorkerTutor(options);
        throw new TutorError("internal", "This browser lacks WebAssembly, module workers or private storage (OPFS).");
      case "server":
        return new ServerTutor(options);
      case "auto":
        return canRunHere() ? new WorkerTutor(options) : new ServerTutor(options);
      default:
        throw new TutorError("bad_request", `The backend is "auto", "worker" or "server", not "${String(backend)}".`);
    }
  },
};

function canRunHere(): boolean {
  return (
    typeof WebAssembly === "object" &&
    typeof Worker === "function" &&
    // Only in a secure context (https or localhost).
    typeof globalThis.navigator?.storage?.getDirectory === "function"
  );
}
