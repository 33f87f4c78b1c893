// For the time until client/api.ts has them: what src/api/challenge.rs says of a sandbox's work.

export type NodeShape = "plain" | "linked" | "tree" | "linkeds";
export type RunErrorKind = "load" | "thrown" | "type" | "input" | "time" | "memory" | "skipped";

export interface TestCall {
  id: string;
  arguments: string;
}

export interface TestRig {
  functionName: string;
  language: string;
  parameterNodes: NodeShape[];
  returnNode: NodeShape;
  calls: TestCall[];
  limitMs: number;
}

export interface RunError {
  kind: RunErrorKind;
  message: string;
  line?: number;
}

export interface TestRun {
  id: string;
  output?: string;
  stdout: string;
  error?: RunError;
  changedInput: boolean;
  ms: number;
}
