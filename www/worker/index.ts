// The module worker around the chat model.

import type { ChatReply, ChatRequest } from "../client/api.js";
import type { EngineCalls } from "../client/protocol.js";
import type { WasmTutor } from "../wasm/simd/codementor_tutor.js";
import { isCoded, say } from "./messages.js";
import { CANCELLED, open, serve, turn } from "./serve.js";

serve<EngineCalls>(async ({ engine, tutor }, id, { name, args }, signal) => {
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
      return engine.memoryBytes();
  }
});

async function load(tutor: WasmTutor, id: number, model: string, signal: AbortSignal): Promise<void> {
  if (tutor.loaded === model) return;
  const { file, onProgress } = await open(tutor, id, model, signal);
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
