import { abortable } from "./abort.js";
import { cancelled } from "./error.js";

/** Tasks that run one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a task when all earlier ones have ended. Who gives up is told at once; the turn ends when the task does. */
  take<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    const run = this.#last.then(() => {
      if (signal?.aborted) throw cancelled();
      return task();
    });
    this.#last = run.catch(() => {});
    return abortable(run, signal);
  }
}
