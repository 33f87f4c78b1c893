// What the page and its workers say to each other: types alone, no code.

import type {
  Analysis,
  AnalyzeRequest,
  Challenge,
  ChallengeRequest,
  ChatEvent,
  ChatReply,
  ChatRequest,
  Grade,
  GradeRequest,
  Insights,
  ModelInfo,
  Progress,
  StoredModel,
  TestRig,
} from "./api.js";

/** Where models come from. Sent once, before the first call. */
export interface Setup {
  /** Absolute address of a folder that holds `<id>.gguf`. */
  modelBaseUrl: string;
  /** Replaces the built-in catalog. */
  catalog?: ModelInfo[] | undefined;
  /** Threads of the engine; by default one per processor. */
  threads?: number | undefined;
}

/** Each call of the engine's worker, with its arguments and its result. `load` and `chat` fetch and load the model if need be. */
export interface EngineCalls {
  load: { args: { model: string }; result: void };
  /** Without a model: the catalog's first. */
  chat: { args: { model?: string | undefined; request: ChatRequest }; result: ChatReply };
  models: { args: undefined; result: StoredModel[] };
  delete: { args: { model: string }; result: void };
  /** Milliseconds that the loaded model takes for a prompt of so many tokens. */
  prefill: { args: { tokens: number }; result: number };
  /** Milliseconds that the loaded model takes for so many tokens, one after the other, after `context` others. */
  decode: { args: { context: number; tokens: number }; result: number };
  /** Bytes of the engine's memory, which only grows. */
  memory: { args: undefined; result: number };
}

/** Each call of the code model's worker. All but `memory` fetch and load the model if need be. */
export interface CodeCalls {
  load: { args: { model: string }; result: void };
  answer: { args: { model: string; questions: Questions }; result: Answers };
  /** What the model writes for a text. */
  write: { args: { model: string; text: string }; result: string };
  /** Milliseconds for reading so many tokens, and then for writing so many. */
  seq2seq: { args: { model: string; input: number; output: number }; result: { encodeMs: number; decodeMs: number } };
  /** Bytes of this engine's memory, which only grows. */
  memory: { args: undefined; result: number };
}

/** Each call of the analyzer's worker. */
export interface AnalyzerCalls {
  analyze: { args: AnalyzeRequest; result: Analysis };
  ask: { args: AnalyzeRequest; result: Questions };
  conclude: { args: { request: AnalyzeRequest; answers: Answers }; result: Insights };
  challenge: { args: ChallengeRequest; result: Challenge };
  /** The calls of a challenge, for the sandbox. */
  rig: { args: { id: string }; result: TestRig };
  grade: { args: GradeRequest; result: Grade };
  /** The question to the chat model of a learner who is stuck. */
  stuck: { args: GradeRequest; result: ChatRequest };
  /** The question to the chat model that has a challenge's story told otherwise; and the description with the answer in it, if that drops nothing. */
  retelling: { args: { id: string }; result: ChatRequest };
  retold: { args: { id: string; text: string }; result: string | null };
}

/** What the analyzer asks a code model, and what that says: from one worker to the other, and nobody else's (src/tutor/insights). */
export type Questions = { readonly questions: unique symbol };
export type Answers = { readonly answers: unique symbol };

export type Calls = EngineCalls | CodeCalls | AnalyzerCalls;
export type Call<C> = { [Name in keyof C]: { name: Name; args: Arguments<C, Name> } }[keyof C];
export type Arguments<C, Name extends keyof C> = C[Name] extends { args: infer A } ? A : never;
export type Result<C, Name extends keyof C> = C[Name] extends { result: infer R } ? R : never;

export type ToWorker<C> =
  | { type: "setup"; setup: Setup }
  | { type: "call"; id: number; call: Call<C> }
  | { type: "cancel"; id: number };

export interface CodedError {
  code: string;
  message: string;
}

/** Any number of `progress`, `event` and `step`, then one `result` or `error`. After `fatal` the worker is of no more use. */
export type FromWorker =
  | { type: "progress"; id: number; progress: Progress }
  | { type: "event"; id: number; event: ChatEvent }
  | { type: "step"; id: number; done: number; total: number }
  | { type: "result"; id: number; result: unknown }
  | { type: "error"; id: number; error: CodedError }
  | { type: "fatal"; error: CodedError };
