// What the page and a sandbox say to each other: types alone, no code. To each question comes one answer.

import type { NodeShape, RunError } from "./api.js";

export type SandboxLanguage = "python" | "javascript" | "typescript";

/** The first question is `load`, and there is one of it. */
export type Question =
  | {
      type: "load";
      language: SandboxLanguage;
      code: string;
      functionName: string;
      parameterNodes: NodeShape[];
      returnNode: NodeShape;
      limitMs: number;
    }
  | { type: "call"; arguments: string };

export interface Answer {
  /** What the function gave, JSON. */
  output?: string;
  /** What was printed, at most 10,000 characters. */
  stdout: string;
  error?: RunError;
  changedInput: boolean;
  ms: number;
  /** It took longer than it may. Nothing can be asked any more, and there is neither output nor error. */
  late?: true;
  /** The language itself stopped. Nothing can be asked any more. */
  broken?: true;
}

/** What a sandbox says before it is asked anything. */
export type Started = { ready: true } | { ready: false; why: string };

/** Characters that are kept of what a call prints, and of the message of an error. */
export const MOST_PRINTED = 10_000;
export const MOST_MESSAGE = 1_000;
