import type { BrowserContext, Page } from "@playwright/test";
import type { Wllama as Wllama3 } from "@wllama/wllama/esm/index.js";
import type { Wllama as Wllama2 } from "wllama-2/esm/index.js";
import { type BenchModel, CONTEXT, type Engine } from "./engine.ts";
import type { Site } from "./site.ts";

/** Runs first in each of wllama's workers: it keeps the memories that the worker makes, and tells their size when asked. */
const HOOK = `{
  const memories = new Set();
  const { Memory } = WebAssembly;
  WebAssembly.Memory = function (limits) {
    const memory = new Memory(limits);
    memories.add(memory);
    return memory;
  };
  WebAssembly.Memory.prototype = Memory.prototype;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await original.apply(WebAssembly, args);
      for (const value of Object.values((made.instance ?? made).exports)) if (value instanceof Memory) memories.add(value);
      return made;
    };
  }
  addEventListener("message", (event) => {
    if (event.data?.verb !== "bench.memory") return;
    event.stopImmediatePropagation();
    postMessage({ benchMemory: [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0) });
  });
}
`;

/** A page with wllama. Its workers come from blobs, which is where the hook gets in. */
export const wllamaPage = (version: 2 | 3) => `<!doctype html><title>wllama ${version}</title><script type="module">
  const workers = [];
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      workers.push(this);
    }
  };
  globalThis.Blob = class extends Blob {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [${JSON.stringify(HOOK)}, ...parts] : parts, options);
    }
  };
  // Ended workers do not answer, so it does not wait for all.
  const wasmMemory = () => new Promise((resolve) => {
    let most = 0;
    for (const worker of workers) {
      worker.addEventListener("message", ({ data }) => { most = Math.max(most, data?.benchMemory ?? 0); });
      worker.postMessage({ verb: "bench.memory" });
    }
    setTimeout(() => resolve(most || undefined), 1000);
  });
  const { Wllama, LoggerWithoutDebug } = await import("/wllama-${version}/index.js");
  Object.assign(globalThis, { Wllama, LoggerWithoutDebug, wasmMemory });
</script>`;

interface Kept<W> {
  Wllama: new (paths: Record<string, string>, config: object) => W;
  LoggerWithoutDebug: object;
  wasmMemory(): Promise<number | undefined>;
  wllama?: W;
  /** Tokens that version 2 has evaluated. */
  past?: number;
  /** A token for a position: the same that our engine is given. */
  token(position: number): number;
}

async function open(context: BrowserContext, site: Site, version: 2 | 3, id: string, threads: number) {
  const page = await context.newPage();
  await page.goto(`${site.url}wllama-${version}.html`);
  await page.waitForFunction("globalThis.Wllama");
  const paths: Record<string, string> =
    version === 3
      ? { default: "/wllama-3/wasm/wllama.wasm" }
      : { "single-thread/wllama.wasm": "/wllama-2/single-thread/wllama.wasm", "multi-thread/wllama.wasm": "/wllama-2/multi-thread/wllama.wasm" };
  // Each version stores a file of its own. One slot, as there is one conversation.
  const setup = {
    paths,
    url: `${site.url}models/${id}.gguf?wllama=${version}`,
    params: { n_threads: threads, n_ctx: CONTEXT, n_batch: CONTEXT, ...(version === 3 && { n_parallel: 1, n_gpu_layers: 0, warmup: false }) },
  };
  const load = (flash = true) =>
    page.evaluate(async ({ paths, url, params }) => {
      const kept = globalThis as unknown as Kept<Wllama2>;
      await kept.wllama?.exit();
      const begun = performance.now();
      const wllama = new kept.Wllama(paths, { suppressNativeLog: true, logger: kept.LoggerWithoutDebug });
      await wllama.loadModelFromUrl(url, params);
      const ms = performance.now() - begun;
      const vocab = wllama.getModelMetadata().hparams.nVocab;
      if (wllama.getNumThreads() !== params.n_threads) throw new Error(`wllama has ${wllama.getNumThreads()} threads`);
      Object.assign(kept, { wllama, past: 0, token: (position: number) => (position * 7919) % vocab });
      return ms;
    }, { ...setup, params: { ...setup.params, flash_attn: flash } });
  // The first time downloads it.
  await load();
  // Flash attention, its own choice, is the quicker for prompts and short contexts; without it long contexts are (by a quarter at 512).
  const forLongContext = () => load(false).then(() => {});
  const memory = () => page.evaluate(() => (globalThis as unknown as Kept<unknown>).wasmMemory());
  return { page, load, forLongContext, memory, close: () => page.close() };
}

/** wllama 2.4.0, by its low-level calls: tokens in, no sampling. */
export async function wllama2(context: BrowserContext, site: Site, model: BenchModel, threads: number): Promise<Engine> {
  const { page, ...rest } = await open(context, site, 2, model.id, threads);
  return {
    name: "wllama 2.4.0",
    ...rest,
    prefill: (tokens) =>
      page.evaluate(async (tokens) => {
        const kept = globalThis as unknown as Kept<Wllama2>;
        const ids = Array.from({ length: tokens }, (_, i) => kept.token(i));
        await kept.wllama!.kvClear();
        const begun = performance.now();
        const { nPast } = await kept.wllama!.decode(ids, {});
        const ms = performance.now() - begun;
        if (nPast !== tokens) throw new Error(`wllama evaluated ${nPast} tokens of ${tokens}`);
        kept.past = nPast;
        return ms;
      }, tokens),
    decode: (context, tokens) =>
      page.evaluate(
        async ([context, tokens]) => {
          const kept = globalThis as unknown as Kept<Wllama2>;
          if (kept.past! > context) await kept.wllama!.kvRemove(context, -1);
          else if (kept.past! < context) {
            await kept.wllama!.decode(Array.from({ length: context - kept.past! }, (_, i) => kept.token(kept.past! + i)), {});
          }
          const begun = performance.now();
          for (let i = 0; i < tokens; i++) kept.past = (await kept.wllama!.decode([kept.token(context + i)], {})).nPast;
          const ms = performance.now() - begun;
          if (kept.past !== context + tokens) throw new Error(`wllama is at ${kept.past} tokens, not ${context + tokens}`);
          return ms / tokens;
        },
        [context, tokens] as const,
      ),
  };
}

/** wllama 3.8.1, by the timings in its replies. */
export async function wllama3(context: BrowserContext, site: Site, model: BenchModel, threads: number): Promise<Engine> {
  const { page, ...rest } = await open(context, site, 3, model.id, threads);
  // It takes text alone, and every " a" is a token. The model may want others before them.
  const extra = (await complete(page, 8, 1, false)).prompt_n - 8;
  return {
    name: "wllama 3.8.1",
    ...rest,
    async prefill(tokens) {
      const timings = await complete(page, tokens - extra, 1, false);
      if (timings.prompt_n !== tokens) throw new Error(`wllama evaluated ${timings.prompt_n} tokens of ${tokens}`);
      return timings.prompt_ms;
    },
    async decode(context, tokens) {
      // Its first token comes from the prompt and takes no time: only those after it are counted.
      const timings = await complete(page, context - extra, tokens + 1, true);
      const { cache_n, prompt_n, predicted_n, predicted_ms } = timings;
      if (cache_n + prompt_n !== context) throw new Error(`wllama's context has ${cache_n + prompt_n} tokens, not ${context}`);
      if (predicted_n !== tokens + 1) throw new Error(`wllama made ${predicted_n} tokens, not ${tokens + 1}`);
      return predicted_ms / tokens;
    },
  };
}

function complete(page: Page, words: number, made: number, cached: boolean) {
  return page.evaluate(
    async ([words, made, cached]) => {
      const kept = globalThis as unknown as Kept<Wllama3>;
      // The sampler is the quickest there is.
      const sampling = { temperature: 0, top_k: 1, samplers: ["top_k"], ignore_eos: true };
      const request = { prompt: " a".repeat(words), max_tokens: made, cache_prompt: cached, ...sampling };
      const reply = await kept.wllama!.createCompletion({ ...request, stream: false });
      if (!reply.timings) throw new Error("wllama told no timings");
      return reply.timings;
    },
    [words, made, cached] as const,
  );
}
