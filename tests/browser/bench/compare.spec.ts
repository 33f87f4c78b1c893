// Our engine against wllama in one Chromium: the same files, the same threads, in turns. Run by scripts/bench.sh, which sets
// BENCH_MODELS (ids in target/bench/models), BENCH_PAIRS, BENCH_THREADS, BENCH_PREFILL, BENCH_DECODE and BENCH_ALONE (the
// model that is also measured on one thread). Writes target/bench/bench.json.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { chromium, test } from "@playwright/test";
import { type BenchModel, benchModel, type Engine } from "./engine.ts";
import { ours, OURS_PAGE, WITHOUT_RELAXED_SIMD } from "./ours.ts";
import { Results, type Row } from "./results.ts";
import { Site } from "./site.ts";
import { wllama2, wllama3, wllamaPage } from "./wllama.ts";

/** Tokens that are generated to measure decoding. */
const DECODED = 16;
const LOADS = 3;
const LONG_CONTEXT = 512;
/** Only the faster rival counts. The other one, when so many times slower, is not asked for more tokens than that. */
const SLOWER = 1.3;

const setting = (name: string, otherwise: string) => (process.env[`BENCH_${name}`] ?? otherwise).split(",").filter(Boolean);
const pairs = Number(setting("PAIRS", "5")[0]);
const threads = Number(setting("THREADS", "2")[0]);
const results = new Results();
const say = (text: string) => process.stderr.write(`${text}\n`);

test("sizes", () => {
  test.setTimeout(0);
  say("sizes of the wasm files");
  const file = (name: string, path: string) => results.size(name, fileURLToPath(new URL(path, import.meta.url)));
  for (const build of ["simd", "relaxed", "simd-threads", "relaxed-threads"]) file(`ours, ${build}`, `../../../pkg/wasm/${build}/codementor_tutor_bg.wasm`);
  file("wllama 3.8.1", "node_modules/@wllama/wllama/esm/wasm/wllama.wasm");
  for (const build of ["multi-thread", "single-thread"]) file(`wllama 2.4.0, ${build}`, `node_modules/wllama-2/esm/${build}/wllama.wasm`);
});

for (const id of setting("MODELS", "smollm2-135m-instruct")) {
  test(id, async () => {
    test.setTimeout(0);
    const model = await benchModel(id);
    await withEngines(model, threads, async (engines) => {
      await measure(engines, model, threads, setting("PREFILL", "32,128,512").map(Number), setting("DECODE", "16,512,1500").map(Number));
    });
    if (!setting("ALONE", "").includes(id) || threads === 1) return;
    await withEngines(model, 1, (engines) => measure(engines, model, 1, [128], [16]));
  });
}

/** Every engine with the model, in a browser whose storage is on disk, as a visitor's is. */
async function withEngines(model: BenchModel, threads: number, task: (engines: Engine[]) => Promise<void>): Promise<void> {
  const pages = { "ours.html": OURS_PAGE, "wllama-2.html": wllamaPage(2), "wllama-3.html": wllamaPage(3) };
  const site = await Site.start(threads > 1 ? pages : { ...pages, ...WITHOUT_RELAXED_SIMD });
  const profile = mkdtempSync(`${tmpdir()}/codementor-bench-`);
  const context = await chromium.launchPersistentContext(profile, test.info().project.use.launchOptions);
  const engines: Engine[] = [];
  try {
    for (const start of [ours, wllama3, wllama2]) {
      say(`${model.id}, ${threads} thread${threads > 1 ? "s" : ""}: starting ${start.name}`);
      await start(context, site, model, threads).then((engine) => engines.push(engine), failed(start.name, start === ours));
    }
    await task(engines);
  } finally {
    await context.close();
    await site.stop();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function measure(engines: Engine[], model: BenchModel, threads: number, prefill: number[], decode: number[]): Promise<void> {
  const row = (what: Row["what"], tokens: number, unit: Row["unit"]) =>
    ({ model: model.id, where: "browser", threads, what, tokens, unit }) as const;
  await inTurn(engines, row("load", 0, "ms"), Math.min(pairs, LOADS), (engine) => engine.load());
  // Browsers compile what runs often once more, and better.
  const warm = async (engines: Engine[]) => {
    say(`${model.id}: warming up`);
    for (let i = 0; i < 2; i++) {
      await inTurn(engines, undefined, 1, async (engine) => (await engine.prefill(32)) + (await engine.decode(16, DECODED)));
    }
  };
  await warm(engines);
  let asked = [...engines];
  for (const tokens of prefill) {
    const task = async (engine: Engine) => (tokens / (await engine.prefill(tokens))) * 1000;
    asked = faster(asked, await inTurn(asked, row("prefill", tokens, "tokens/s"), pairs, task));
  }
  asked = [...engines];
  for (const [i, tokens] of decode.entries()) {
    if (tokens >= LONG_CONTEXT && !(decode[i - 1]! >= LONG_CONTEXT)) {
      await inTurn(asked, undefined, 1, async (engine) => void (await engine.forLongContext?.()));
      await warm(asked);
    }
    // Fills the context.
    await inTurn(asked, undefined, 1, (engine) => engine.decode(tokens, 1));
    const task = async (engine: Engine) => 1000 / (await engine.decode(tokens, DECODED));
    asked = faster(asked, await inTurn(asked, row("decode", tokens, "tokens/s"), pairs, task));
  }
  await inTurn(engines, row("memory", 0, "bytes"), 1, (engine) => engine.memory());
}

/** Ours, and of the others those that are not much slower than the fastest. */
function faster(engines: Engine[], rates: Map<string, number[]>): Engine[] {
  const median = (name: string) => [...rates.get(name)!].sort((a, b) => a - b)[rates.get(name)!.length >> 1]!;
  const others = engines.filter((engine) => engine.name !== "ours");
  const best = Math.max(...others.map((engine) => median(engine.name)));
  return engines.filter((engine) => !others.includes(engine) || median(engine.name) * SLOWER > best);
}

/** Asks each engine, `rounds` times, and gives what came. One of the others that fails is left out from there on; ours must not. */
async function inTurn(
  engines: Engine[], row: Omit<Row, "values"> | undefined, rounds: number, task: (engine: Engine) => Promise<number | undefined>,
): Promise<Map<string, number[]>> {
  const add = row && results.begin(row);
  const values = new Map(engines.map((engine) => [engine.name, [] as number[]]));
  for (let round = 1; round <= rounds; round++) {
    const told: string[] = [];
    for (const engine of [...engines]) {
      const value = await task(engine).catch((error: unknown) => {
        engines.splice(engines.indexOf(engine), 1);
        return failed(engine.name, engine.name === "ours")(error);
      });
      if (value === undefined) continue;
      add?.(engine.name, value);
      values.get(engine.name)!.push(value);
      told.push(`${engine.name} ${value.toFixed(1)}`);
    }
    if (row) say(`${row.model}, ${row.threads} thread${row.threads > 1 ? "s" : ""}, ${row.what} ${row.tokens || ""} ${round}/${rounds} (${row.unit}): ${told.join(", ")}`);
  }
  return values;
}

function failed(name: string, fatal: boolean): (error: unknown) => undefined {
  return (error) => {
    if (fatal) throw error;
    const text = `${name} failed: ${String(error).split("\n")[0]}`;
    results.note(text);
    say(text);
    return undefined;
  };
}
