import type {
  Analysis,
  AnalyzeRequest,
  Challenge,
  ChallengeRequest,
  ChatReply,
  ChatRequest,
  Grade,
  Insights,
  ModelInfo,
  Progress,
  StoredModel,
  TestRun,
} from "./api.js";

export interface CreateOptions {
  /** `worker` runs the model here, `server` asks one; `auto` takes the worker where the browser can. */
  backend?: "auto" | "worker" | "server";
  /** The model that chats, until `load` chooses another. Default: the catalog's first. */
  chatModel?: string;
  /** The model that says something about code, until `load` chooses another. Default: the first code model that is stored. */
  codeModel?: string;
  /** The folder that holds `<id>.gguf`, tried before the catalog's own addresses. Default: `models/` beside the page. */
  modelBaseUrl?: string | URL;
  /** Replaces the built-in catalog. */
  catalog?: ModelInfo[];
  /** Threads of the worker's engine, where the page is cross-origin isolated. Default: one per processor, eight at most. */
  threads?: number;
  /** The server, for the backend `server`. Default: where the page came from. */
  serverUrl?: string | URL;
  /** The folder of the sandbox that runs learners' code (`sandbox/` of this package), where a bundler moves it. */
  sandboxUrl?: string | URL;
  /** Told of every download and load, whichever call began it. */
  onProgress?: (progress: Progress) => void;
}

export interface CallOptions {
  /** Ends the call: it rejects with the code `cancelled`. */
  signal?: AbortSignal | undefined;
}

export interface LoadOptions extends CallOptions {
  onProgress?: (progress: Progress) => void;
}

export interface ChatOptions extends LoadOptions {
  /** The answer as it grows: each call adds some text. */
  onToken?: (text: string) => void;
  /** The prompt as it is read: tokens done, of how many. */
  onPrefill?: (done: number, total: number) => void;
}

export interface InsightsOptions extends LoadOptions {
  /** How far the model is: questions done, of how many. */
  onStep?: (done: number, total: number) => void;
}

export interface GradeOptions extends CallOptions {
  /** Hints that the learner has opened: they cost points. */
  hintsUsed?: number;
  /** Each call of the learner's function, as it ends. */
  onRun?: (run: TestRun) => void;
}

/**
 * A programming tutor. Calls to `load`, `chat` and `unload` queue in order. Every call ends: with a result, or by
 * rejecting with a `TutorError`. Answers are untrusted text: sanitize them before they become HTML.
 */
export interface Tutor {
  /** Where answers are made. */
  readonly backend: "worker" | "server";
  /** Makes a model ready and chooses it: fetched if it is not stored, read into memory if it is not there. */
  load(id: string, options?: LoadOptions): Promise<void>;
  /** One answer. Loads the model if that was not done. */
  chat(request: ChatRequest, options?: ChatOptions): Promise<ChatReply>;
  /** One answer as it grows, and the whole reply at the end. Leaving the loop ends the answer. */
  stream(request: ChatRequest, options?: ChatOptions): AsyncGenerator<string, ChatReply, void>;
  /** What a mentor sees in code. Takes no model, and waits for no answer. */
  analyze(request: AnalyzeRequest, options?: CallOptions): Promise<Analysis>;
  /**
   * What a code model has to say of code: better names, unexpected lines, what is missing. Null where there is no code model: none is
   * fetched unasked (`load` does, or the option `codeModel`).
   */
  insights(request: AnalyzeRequest, options?: InsightsOptions): Promise<Insights | null>;
  /** Something to program, with tests: what is asked for, or what suits the learner's history. Another one each time, without a seed. */
  challenge(request?: ChallengeRequest, options?: CallOptions): Promise<Challenge>;
  /**
   * Runs code in a sandbox of this page (Python, JavaScript, TypeScript; others are read only) and grades it. The sandbox has no
   * network, no storage and nothing of the page, and its time and memory are limited.
   */
  grade(challenge: Challenge | string, code: string, options?: GradeOptions): Promise<Grade>;
  /** One hint from the chat model, for a learner who is stuck: it hears the task, the code, and the test that fails. */
  hint(challenge: Challenge | string, code: string, options?: ChatOptions): Promise<ChatReply>;
  /** A challenge's description with its story told otherwise by the chat model; null where the model drops a number or a condition. */
  retell(challenge: Challenge | string, options?: ChatOptions): Promise<string | null>;
  /** The catalog, and what is stored of it. */
  models(options?: CallOptions): Promise<StoredModel[]>;
  /** Deletes what is stored of a model. */
  delete(id: string, options?: CallOptions): Promise<void>;
  /** Frees a model's memory. The next chat loads it again. */
  unload(id: string): Promise<void>;
  /** Ends everything; calls under way reject with `cancelled`. */
  close(): void;
}
