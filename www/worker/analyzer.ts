// The module worker around the analyzer: it knows no model, and no answer keeps it waiting.

import type { AnalyzeRequest } from "../client/api.js";
import type { AnalyzerCalls, ToWorker } from "../client/protocol.js";
import init, { analyze } from "../wasm/analyze/codementor_tutor.js";
import { die, isCoded, say } from "./messages.js";

const ready = init();
// Each call reports it; on its own it is nobody's.
ready.catch(() => {});

addEventListener("message", ({ data }: MessageEvent<ToWorker<AnalyzerCalls>>) => {
  if (data.type === "call") void answer(data.id, data.call.args);
});
addEventListener("error", (event) => die(event.error ?? event.message, "analyzer"));
addEventListener("unhandledrejection", (event) => die(event.reason, "analyzer"));

async function answer(id: number, request: AnalyzeRequest): Promise<void> {
  try {
    await ready;
    say({ type: "result", id, result: analyze(request) });
  } catch (error) {
    if (isCoded(error)) say({ type: "error", id, error });
    else die(error, "analyzer");
  }
}
