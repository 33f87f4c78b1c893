// The module worker around the engine. One message in, some messages out, and always an end; see client/protocol.ts.
// Nothing holds the event loop for longer than one step of the engine, so that a cancel is heard.

import type { ChatReply, ChatRequest } from "../client/api.js";
import type { Call, CodedError, EngineCalls, Setup, ToWorker } from "../client/protocol.js";
import type { WasmTutor } from "../wasm/simd/codementor_tutor.js";
import { startEngine } from "./engine.js";
import { die, isCoded, say } from "./messages.js";

const CANCELLED: CodedError = { code: "cancelled", message: "The request was cancelled." };

interface Started {
  tutor: WasmTutor;
  memoryBytes: () => number;
}

let ready: Promise<Started> | undefined;
const underWay = new Map<number, AbortController>();

addEventListener("message", ({ data }: MessageEvent<ToWorker<EngineCalls>>) => {
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

async function start({ modelBaseUrl, catalog, threads }: Setup): Promise<Started> {
  const { memoryBytes, WasmTutor } = await startEngine(threads);
  return { tutor: new WasmTutor(modelBaseUrl, catalog && JSON.stringify(catalog)), memoryBytes };
}

async function answer(id: number, call: Call<EngineCalls>): Promise<void> {
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

async function perform(started: Started, id: number, { name, args }: Call<EngineCalls>, signal: AbortSignal): Promise<unknown> {
  const { tutor, memoryBytes } = started;
  switch (name) {
    case "load":
      return load(tutor, id, args.model, signal);
    case "chat":
      await load(tutor, id, args.model ?? (await tutor.models())[0].id, signal);
      return chat(tutor, id, args.request, signal);
    case "models":
      return tutor.models();
    case "delete":
      return tutor.delete(args.model);
    case "prefill":
      return tutor.prefill(args.tokens);
    case "decode":
      return tutor.decode(args.context, args.tokens);
    case "memory":
      return memoryBytes();
  }
}

async function load(tutor: WasmTutor, id: number, model: string, signal: AbortSignal): Promise<void> {
  if (tutor.loaded === model) return;
  const onProgress = (progress: never) => say({ type: "progress", id, progress });
  await tutor.download(model, onProgress, signal);
  const file = await tutor.open(model);
  if (signal.aborted) {
    file.free();
    throw CANCELLED;
  }
  tutor.load(file, onProgress);
}

async function chat(tutor: WasmTutor, id: number, request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
  await tutor.recall(request).catch(onlySlower);
  tutor.begin(request);
  for (;;) {
    await turn();
    if (signal.aborted) {
      tutor.cancel();
      throw CANCELLED;
    }
    const event = tutor.step();
    if (event.type === "done") {
      tutor.keep().catch(onlySlower);
      return event.reply;
    }
    say({ type: "event", id, event });
  }
}

/** Snapshots save time and nothing else. What is wrong with the request, its answer says. */
function onlySlower(error: unknown): void {
  if (!isCoded(error)) throw error;
  if (error.code !== "bad_request") console.info(`codementor-tutor: a prompt's beginning is not kept: ${error.message}`);
}

/** Lets waiting messages in. A timer would be held back to 4 ms. */
const channel = new MessageChannel();
function turn(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });
}
