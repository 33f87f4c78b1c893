import type { Challenge, ChallengeRequest, ChatRequest, Grade, GradeRequest, TestRig, TestRun } from "./api.js";
import { runInSandbox, runsInSandbox } from "./sandbox.js";
import type { CallOptions, GradeOptions } from "./tutor.js";

/** What grading needs of whoever knows the challenges: a worker here, or a server. */
export interface Examiner {
  rig(id: string, options: CallOptions): Promise<TestRig>;
  grade(request: GradeRequest, options: CallOptions): Promise<Grade>;
  stuck(request: GradeRequest, options: CallOptions): Promise<ChatRequest>;
  retelling(id: string, options: CallOptions): Promise<ChatRequest>;
  retold(id: string, text: string, options: CallOptions): Promise<string | null>;
}

/** Grading, the same with either: the code runs in this page, and nowhere else. */
export class Practice {
  readonly examiner: Examiner;
  readonly #sandbox: URL;
  /** What came of the code that was graded last: a hint is about it. */
  #last: { id: string; code: string; runs: TestRun[] } | undefined;

  constructor(examiner: Examiner, sandboxUrl: string | URL | undefined) {
    this.examiner = examiner;
    this.#sandbox = sandboxUrl ? new URL(sandboxUrl, document.baseURI) : new URL(/* @vite-ignore */ "../sandbox/", import.meta.url);
  }

  async grade(challenge: Challenge | string, code: string, options: GradeOptions): Promise<Grade> {
    const id = idOf(challenge);
    const { signal } = options;
    const rig = await this.examiner.rig(id, { signal });
    const runs = runsInSandbox(rig.language) ? await runInSandbox(rig, code, { baseUrl: this.#sandbox, signal, onRun: options.onRun }) : [];
    this.#last = { id, code, runs };
    return this.examiner.grade({ id, code, runs, hintsUsed: options.hintsUsed ?? 0 }, { signal });
  }

  /** The question to the chat model. */
  question(challenge: Challenge | string, code: string, options: CallOptions): Promise<ChatRequest> {
    const id = idOf(challenge);
    const runs = this.#last?.id === id && this.#last.code === code ? this.#last.runs : [];
    return this.examiner.stuck({ id, code, runs }, { signal: options.signal });
  }
}

/** A challenge's description with its story told otherwise by whoever chats; null where that drops something. */
export async function retell(
  examiner: Examiner,
  challenge: Challenge | string,
  chat: (request: ChatRequest, options: CallOptions) => Promise<{ message: string }>,
  { signal }: CallOptions,
): Promise<string | null> {
  const id = idOf(challenge);
  const { message } = await chat(await examiner.retelling(id, { signal }), { signal });
  return examiner.retold(id, message, { signal });
}

/** A request that gives another challenge each time, unless it says which. */
export function seeded(request: ChallengeRequest): ChallengeRequest {
  return { ...request, seed: request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]! };
}

function idOf(challenge: Challenge | string): string {
  return typeof challenge === "string" ? challenge : challenge.id;
}
