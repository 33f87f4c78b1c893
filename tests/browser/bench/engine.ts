// What every engine that is compared must do. Each has a page of its own in the same browser.

import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Engine {
  readonly name: string;
  /** Milliseconds from a model in the browser's storage to one that answers. Replaces what was loaded before. */
  load(): Promise<number>;
  /** Milliseconds for a prompt of so many tokens, of which nothing is cached. */
  prefill(tokens: number): Promise<number>;
  /** Milliseconds for each of `tokens` tokens, one after the other, after `context` others. */
  decode(context: number, tokens: number): Promise<number>;
  /** Chooses what is quickest for decoding after many tokens, where an engine has such a choice. Forgets the context. */
  forLongContext?(): Promise<void>;
  /** Bytes of WebAssembly memory. It never shrinks, so this is also the most there was. */
  memory(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** An engine for models that read a text and write another. */
export interface Seq2Seq {
  readonly name: string;
  times(read: number, written: number): Promise<Times>;
}

/** How long it took to encode, and then to write all tokens. */
export interface Times {
  encodeMs: number;
  decodeMs: number;
}

export interface BenchModel {
  /** The file's name without its end, in target/bench/models. */
  id: string;
  bytes: number;
  sha256: string;
}

/** The context that every engine has room for. */
export const CONTEXT = 2048;

export async function benchModel(id: string): Promise<BenchModel> {
  const path = fileURLToPath(new URL(`../../../target/bench/models/${id}.gguf`, import.meta.url));
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { id, bytes: statSync(path).size, sha256: hash.digest("hex") };
}
