// The module worker around the code model: no answer in chat keeps it waiting.

import type { Answers, CodeCalls, Questions } from "../client/protocol.js";
import type { WasmCodeModel } from "../wasm/simd/codementor_tutor.js";
import { say } from "./messages.js";
import { CANCELLED, open, serve, type Started, turn } from "./serve.js";

let loaded: WasmCodeModel | undefined;

serve<CodeCalls>(async (started, id, { name, args }, signal) => {
  const model = name === "memory" ? undefined : await load(started, id, args.model, signal);
  switch (name) {
    case "load":
      return;
    case "answer":
      return answer(model!, id, args.questions, signal);
    case "write":
      return model!.write(args.text);
    case "seq2seq":
      return model!.seq2seqMs(args.input, args.output);
    case "memory":
      return started.engine.memoryBytes();
  }
});

async function load({ engine, tutor }: Started, id: number, model: string, signal: AbortSignal): Promise<WasmCodeModel> {
  if (loaded?.id === model) return loaded;
  const { file, onProgress } = await open(tutor, id, model, signal);
  loaded?.free();
  loaded = undefined;
  return (loaded = new engine.WasmCodeModel(file, onProgress));
}

async function answer(model: WasmCodeModel, id: number, questions: Questions, signal: AbortSignal): Promise<Answers> {
  model.begin(questions);
  for (;;) {
    await turn();
    if (signal.aborted) throw CANCELLED;
    const { done, total, answers } = model.step();
    if (answers) return answers;
    say({ type: "step", id, done, total });
  }
}
