// Our T5 engine against transformers.js in one Chromium: the same random weights in codet5-small's shape, both with 8 bits, the same
// threads, in turns. Run by scripts/bench.sh, which puts both models into target/bench/models and sets BENCH_PAIRS and BENCH_THREADS.
// Adds to target/bench/bench.json.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { type BrowserContext, chromium, test } from "@playwright/test";
import { benchModel, type Seq2Seq, type Times } from "./engine.ts";
import { OURS_PAGE } from "./ours.ts";
import { Results } from "./results.ts";
import { Site } from "./site.ts";
import { TRANSFORMERS_PAGE, transformersJs } from "./transformers.ts";

const ID = "codet5-small-random";
const READ = 256;
const WRITTEN = 48;

const pairs = Number(process.env["BENCH_PAIRS"] ?? "5");
const threads = Number(process.env["BENCH_THREADS"] ?? "2");
const say = (text: string) => process.stderr.write(`${text}\n`);

test(ID, async () => {
  test.setTimeout(0);
  const site = await Site.start({ "ours.html": OURS_PAGE, "transformers.html": TRANSFORMERS_PAGE });
  const profile = mkdtempSync(`${tmpdir()}/codementor-bench-`);
  const context = await chromium.launchPersistentContext(profile, test.info().project.use.launchOptions);
  try {
    say(`${ID}: starting`);
    await measure([await ours(context, site), await transformersJs(context, site, ID, threads)]);
  } finally {
    await context.close();
    await site.stop();
    rmSync(profile, { recursive: true, force: true });
  }
});

/** Our engine, in the build that it takes by itself. */
async function ours(context: BrowserContext, site: Site): Promise<Seq2Seq> {
  const { bytes, sha256 } = await benchModel(ID);
  const row = { id: ID, title: ID, role: "code" as const, architecture: "t5", urls: [], bytes, sha256, license: "unknown", contextLength: 512 };
  const page = await context.newPage();
  await page.goto(`${site.url}ours.html`);
  await page.waitForFunction("globalThis.Tutor");
  type Kept = { seq2seq: { seq2seqMs(inputTokens: number, outputTokens: number): Promise<Times> } };
  await page.evaluate(
    async ([row, threads]) => {
      const tutor = await Tutor.create({ backend: "worker", threads, catalog: [row] });
      await tutor.load(row.id);
      (globalThis as unknown as Kept).seq2seq = tutor as unknown as Kept["seq2seq"];
    },
    [row, threads] as const,
  );
  return {
    name: "ours",
    times: (read, written) =>
      page.evaluate(([read, written]) => (globalThis as unknown as Kept).seq2seq.seq2seqMs(read, written), [read, written] as const),
  };
}

async function measure(engines: Seq2Seq[]): Promise<void> {
  // Browsers compile what runs often once more, and better.
  for (let i = 0; i < 4; i++) for (const engine of engines) await engine.times(READ, WRITTEN);
  const results = new Results();
  const begin = (what: "encode" | "write" | "answer", tokens: number) => results.begin({ model: ID, where: "browser", threads, what, tokens, unit: "ms" });
  const [encode, write, answer] = [begin("encode", READ), begin("write", WRITTEN), begin("answer", READ + WRITTEN)];
  for (let pair = 1; pair <= pairs; pair++) {
    const told: string[] = [];
    for (const { name, times } of engines) {
      const { encodeMs, decodeMs } = await times(READ, WRITTEN);
      encode(name, encodeMs);
      write(name, decodeMs);
      answer(name, encodeMs + decodeMs);
      told.push(`${name} ${encodeMs.toFixed(0)} + ${decodeMs.toFixed(0)}`);
    }
    say(`${ID}, ${threads} thread${threads > 1 ? "s" : ""}, encode ${READ} + write ${WRITTEN} ${pair}/${pairs} (ms): ${told.join(", ")}`);
  }
}

test("beside a chat model in one page", async () => {
  const chat = process.env["BENCH_BESIDE"] ?? "";
  test.skip(chat === "", "BENCH_BESIDE names a chat model in target/bench/models");
  test.setTimeout(0);
  const site = await Site.start({ "ours.html": OURS_PAGE });
  const profile = mkdtempSync(`${tmpdir()}/codementor-bench-`);
  const context = await chromium.launchPersistentContext(profile, test.info().project.use.launchOptions);
  const row = async (id: string, role: "chat" | "code", architecture: string) => {
    const { bytes, sha256 } = await benchModel(id);
    return { id, title: id, role, architecture, urls: [], bytes, sha256, license: "unknown", contextLength: 512 };
  };
  try {
    const page = await context.newPage();
    await page.goto(`${site.url}ours.html`);
    await page.waitForFunction("globalThis.Tutor");
    const seen = await page.evaluate(
      async ([chat, code, threads]) => {
        type Hidden = { memoryBytes(): Promise<number>; codeMemoryBytes(): Promise<number>; seq2seqMs(read: number, written: number): Promise<Times> };
        const tutor = await Tutor.create({ backend: "worker", threads, catalog: [chat, code] });
        const hidden = tutor as unknown as Hidden;
        const load = async (id: string) => {
          const begun = performance.now();
          await tutor.load(id);
          return performance.now() - begun;
        };
        // The first time from the network, then from storage.
        for (const { id } of [chat, code]) {
          await load(id);
          await tutor.unload(id);
        }
        const ms = { chat: await load(chat.id), code: await load(code.id) };
        // Both at work at once, the code model on as much as it reads.
        await Promise.all([tutor.chat({ message: "What is a for loop?", sampling: { temperature: 0, maxTokens: 32 } }), hidden.seq2seqMs(512, 48)]);
        return { ms, chat: await hidden.memoryBytes(), code: await hidden.codeMemoryBytes() };
      },
      [await row(chat, "chat", "llama"), await row(ID, "code", "t5"), threads] as const,
    );
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    say(`${chat}: ${megabytes(seen.chat)}, from storage in ${(seen.ms.chat / 1000).toFixed(2)} s`);
    say(`${ID}: ${megabytes(seen.code)}, from storage in ${(seen.ms.code / 1000).toFixed(2)} s`);
  } finally {
    await context.close();
    await site.stop();
    rmSync(profile, { recursive: true, force: true });
  }
});
