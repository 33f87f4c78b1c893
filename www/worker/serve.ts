// What the workers around the engine share: one message in, some messages out, and always an end; see client/protocol.ts.

import type { Call, Calls, CodedError, Setup, ToWorker } from "../client/protocol.js";
import type { WasmTutor } from "../wasm/simd/codementor_tutor.js";
import { type Engine, startEngine } from "./engine.js";
import { die, isCoded, say } from "./messages.js";

export const CANCELLED: CodedError = { code: "cancelled", message: "The request was cancelled." };

export interface Started {
  engine: Engine;
  tutor: WasmTutor;
}

type Perform<C> = (started: Started, id: number, call: Call<C>, signal: AbortSignal) => Promise<unknown>;

/** Answers calls with what `perform` gives or throws. Nothing in it may hold the event loop for long, so that a cancel is heard. */
export function serve<C extends Calls>(perform: Perform<C>): void {
  let ready: Promise<Started> | undefined;
  const underWay = new Map<number, AbortController>();

  addEventListener("message", ({ data }: MessageEvent<ToWorker<C>>) => {
    switch (data.type) {
      case "setup":
        ready = start(data.setup);
        // Each call reports it; on its own it is nobody's.
        ready.catch(() => {});
        break;
      case "call":
        void answer(data.id, data.call);
        break;
      case "cancel":
        underWay.get(data.id)?.abort();
        break;
    }
  });
  addEventListener("error", (event) => die(event.error ?? event.message, "engine"));
  addEventListener("unhandledrejection", (event) => die(event.reason, "engine"));

  async function answer(id: number, call: Call<C>): Promise<void> {
    const controller = new AbortController();
    underWay.set(id, controller);
    try {
      if (!ready) throw new Error("a call came before the setup");
      const result = await perform(await ready, id, call, controller.signal);
      say({ type: "result", id, result });
    } catch (error) {
      if (isCoded(error)) say({ type: "error", id, error });
      else die(error, "engine");
    } finally {
      underWay.delete(id);
    }
  }
}

async function start({ modelBaseUrl, catalog, threads }: Setup): Promise<Started> {
  const engine = await startEngine(threads);
  return { engine, tutor: new engine.WasmTutor(modelBaseUrl, catalog && JSON.stringify(catalog)) };
}

/** Fetches a model, if it is not stored, and opens its file. */
export async function open(tutor: WasmTutor, id: number, model: string, signal: AbortSignal) {
  const onProgress = (progress: never) => say({ type: "progress", id, progress });
  await tutor.download(model, onProgress, signal);
  const file = await tutor.open(model);
  if (signal.aborted) {
    file.free();
    throw CANCELLED;
  }
  return { file, onProgress };
}

/** Lets waiting messages in. A timer would be held back to 4 ms. */
const channel = new MessageChannel();
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });
}
