// The module worker around the analyzer and the challenges: it knows no model, and no answer keeps it waiting.

import type { AnalyzerCalls, Call, ToWorker } from "../client/protocol.js";
import init, { analyze, ask, challenge, conclude, grade, retelling, retold, rig, stuck } from "../wasm/analyze/codementor_tutor.js";
import { die, isCoded, say } from "./messages.js";

const ready = init();
// Each call reports it; on its own it is nobody's.
ready.catch(() => {});

addEventListener("message", ({ data }: MessageEvent<ToWorker<AnalyzerCalls>>) => {
  if (data.type === "call") void answer(data.id, data.call);
});
addEventListener("error", (event) => die(event.error ?? event.message, "analyzer"));
addEventListener("unhandledrejection", (event) => die(event.reason, "analyzer"));

async function answer(id: number, call: Call<AnalyzerCalls>): Promise<void> {
  try {
    await ready;
    say({ type: "result", id, result: perform(call) });
  } catch (error) {
    if (isCoded(error)) say({ type: "error", id, error });
    else die(error, "analyzer");
  }
}

function perform({ name, args }: Call<AnalyzerCalls>): unknown {
  switch (name) {
    case "analyze":
      return analyze(args);
    case "ask":
      return ask(args);
    case "conclude":
      return conclude(args.request, args.answers);
    case "challenge":
      return challenge(args);
    case "rig":
      return rig(args.id);
    case "grade":
      return grade(args);
    case "stuck":
      return stuck(args);
    case "retelling":
      return retelling(args.id);
    case "retold":
      return retold(args.id, args.text);
  }
}
