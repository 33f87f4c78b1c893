// What the page and its workers say to each other: types alone, no code.

import type { Analysis, AnalyzeRequest, ChatEvent, ChatReply, ChatRequest, ModelInfo, Progress, StoredModel } from "./api.js";

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

/** Each call of the analyzer's worker. */
export interface AnalyzerCalls {
  analyze: { args: AnalyzeRequest; result: Analysis };
}

export type Calls = EngineCalls | AnalyzerCalls;
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

/** Any number of `progress` and `event`, then one `result` or `error`. After `fatal` the worker is of no more use. */
export type FromWorker =
  | { type: "progress"; id: number; progress: Progress }
  | { type: "event"; id: number; event: ChatEvent }
  | { type: "result"; id: number; result: unknown }
  | { type: "error"; id: number; error: CodedError }
  | { type: "fatal"; error: CodedError };
