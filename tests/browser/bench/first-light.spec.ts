// Memory and time to first token in headless Chromium; run by scripts/bench.sh. Prints a table and writes JSON.
// BENCH_MODEL names a stored model by its id, or a .gguf file that lies in the model folder under any name; BENCH_THREADS is
// how many threads the engine has (default: one per processor).

import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { expect, STARTER, test } from "../support/test.ts";

const MB = 1e6;

test("memory and time to first token", async ({ plain }) => {
  const wanted = process.env["BENCH_MODEL"] ?? STARTER;
  const file = wanted.endsWith(".gguf") ? resolve(wanted) : undefined;
  const threads = process.env["BENCH_THREADS"] ? Number(process.env["BENCH_THREADS"]) : undefined;
  const id = file ? basename(file, ".gguf") : wanted;
  const own = file && {
    id, title: id, role: "chat" as const, architecture: "llama", urls: [], bytes: statSync(file).size,
    sha256: await sha256(file), license: "unknown", contextLength: 2048,
  };
  const seen = await plain.evaluate(
    async ([id, own, threads]) => {
      const tutor = await Tutor.create({ backend: "worker", chatModel: id, ...(threads && { threads }), ...(own && { catalog: [own] }) });
      const memory = () => (tutor as unknown as { memoryBytes(): Promise<number> }).memoryBytes();
      const model = (await tutor.models()).find((model) => model.id === id)!;
      const loading = performance.now();
      await tutor.load(id);
      const loadMs = performance.now() - loading;
      const loaded = await memory();

      // About 600 tokens of history, then a question; then the answer and another question.
      const told = "A loop repeats a block of code for each item of a list, and the loop variable names the item. ";
      const history = [
        { role: "user" as const, content: "Explain loops to me at length, please." },
        { role: "assistant" as const, content: told.repeat(27) },
      ];
      const sampling = { temperature: 0, maxTokens: 16 };
      const question = "And what is a while loop?";
      const first = await tutor.chat({ message: question, history, sampling });
      history.push({ role: "user", content: question }, { role: "assistant", content: first.message });
      const second = await tutor.chat({ message: "When is it the better choice?", history, sampling });

      // Fill 2,048 tokens of context.
      const long = await tutor.chat({ message: told.repeat(80), sampling: { temperature: 0, maxTokens: 128 } });
      return { bytes: model.bytes, loadMs, loaded, peak: await memory(), first, second, long };
    },
    [id, own, threads] as const,
  );

  const limit = seen.bytes * 1.35 + 150 * MB;
  const ratio = seen.second.timings.firstTokenMs / seen.first.timings.firstTokenMs;
  const speed = (tokens: number, ms: number) => (tokens / ms) * 1000;
  const rows: [string, string][] = [
    ["model file", `${(seen.bytes / MB).toFixed(0)} MB`],
    ["fetch and load", `${(seen.loadMs / 1000).toFixed(1)} s`],
    ["memory after load", `${(seen.loaded / MB).toFixed(0)} MB`],
    [`memory at ${seen.long.usage.promptTokens + seen.long.usage.completionTokens} tokens`, `${(seen.peak / MB).toFixed(0)} MB (limit ${(limit / MB).toFixed(0)})`],
    [`first token, turn 1 (${seen.first.usage.promptTokens} prompt tokens)`, `${seen.first.timings.firstTokenMs.toFixed(0)} ms`],
    [`first token, turn 2 (${seen.second.usage.cachedTokens} of ${seen.second.usage.promptTokens} cached)`, `${seen.second.timings.firstTokenMs.toFixed(0)} ms`],
    ["turn 2 / turn 1", ratio.toFixed(3)],
    ["prefill", `${speed(seen.long.usage.promptTokens, seen.long.timings.prefillMs).toFixed(1)} tokens/s`],
    ["decode at the end of the context", `${speed(seen.long.usage.completionTokens, seen.long.timings.decodeMs).toFixed(1)} tokens/s`],
  ];
  console.log(`\n${id} in Chromium, ${threads ?? "all"} threads\n${rows.map(([name, value]) => `  ${name.padEnd(46)} ${value}`).join("\n")}\n`);
  mkdirSync("../../target/bench", { recursive: true });
  writeFileSync(`../../target/bench/browser-${id}.json`, `${JSON.stringify({ id, limit, ratio, ...seen }, null, 2)}\n`);
  expect(seen.peak).toBeLessThanOrEqual(limit);
  expect(ratio).toBeLessThanOrEqual(0.25);
});

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
