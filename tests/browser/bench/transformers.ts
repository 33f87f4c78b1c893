import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "@playwright/test";
import type * as Transformers from "@huggingface/transformers";
import type { Seq2Seq, Times } from "./engine.ts";
import type { Site } from "./site.ts";

const about = fileURLToPath(new URL("node_modules/@huggingface/transformers/package.json", import.meta.url));
const { version } = JSON.parse(readFileSync(about, "utf8")) as { version: string };

export const TRANSFORMERS_PAGE = `<!doctype html><title>transformers.js</title><script type="module">
  import * as transformers from "/transformers/transformers.min.js";
  Object.assign(globalThis, { transformers });
</script>`;

/** What the page keeps between two measurements. */
interface Kept {
  transformers: typeof Transformers;
  times(read: number, written: number): Promise<Times>;
}

/** transformers.js with onnxruntime-web on the processor; `id` is a folder of tests/bench/t5_onnx.py. */
export async function transformersJs(context: BrowserContext, site: Site, id: string, threads: number): Promise<Seq2Seq> {
  const page = await context.newPage();
  await page.goto(`${site.url}transformers.html`);
  await page.waitForFunction("globalThis.transformers");
  await page.evaluate(
    async ([id, threads, runtime]) => {
      const kept = globalThis as unknown as Kept;
      const { env, Tensor, T5ForConditionalGeneration } = kept.transformers;
      env.allowRemoteModels = false;
      env.allowLocalModels = true;
      env.localModelPath = "/models/";
      const { wasm } = env.backends.onnx;
      // Its own choice, ort-wasm-simd-threaded.asyncify, is for graphics processors too: it takes 15% longer and warms up slowly.
      Object.assign(wasm!, { numThreads: threads, wasmPaths: { mjs: `${runtime}.mjs`, wasm: `${runtime}.wasm` } });
      const model = await T5ForConditionalGeneration.from_pretrained(id, { device: "wasm", dtype: "q8" });
      if (!crossOriginIsolated || wasm!.numThreads !== threads) throw new Error(`transformers.js has ${wasm!.numThreads} threads`);

      // generate() tells no times: the encoder runs once in it, and everything else is decoding.
      let encodes: number[] = [];
      const encoder = (model.sessions as Record<string, { run(...args: unknown[]): Promise<unknown> }>)["model"]!;
      const run = encoder.run.bind(encoder);
      encoder.run = async (...args) => {
        const begun = performance.now();
        const found = await run(...args);
        encodes.push(performance.now() - begun);
        return found;
      };
      kept.times = async (read, written) => {
        const ids = Array.from({ length: read }, (_, i) => BigInt(3 + ((i * 7919 + 13) % 32000)));
        const inputs = new Tensor("int64", ids, [1, read]);
        const attention_mask = new Tensor("int64", ids.map(() => 1n), [1, read]);
        const length = { min_new_tokens: written, max_new_tokens: written };
        encodes = [];
        const begun = performance.now();
        const answer = await model.generate({ inputs, attention_mask, ...length, num_beams: 1, do_sample: false } as Parameters<typeof model.generate>[0]);
        const ms = performance.now() - begun;
        // The token that begins every answer is among them.
        const made = (answer as Transformers.Tensor).dims.at(-1)! - 1;
        if (made !== written || encodes.length !== 1) throw new Error(`transformers.js made ${made} tokens and encoded ${encodes.length} times`);
        return { encodeMs: encodes[0]!, decodeMs: ms - encodes[0]! };
      };
    },
    [id, threads, `${site.url}onnxruntime/ort-wasm-simd-threaded`] as const,
  );
  return {
    name: `transformers.js ${version}`,
    times: (read, written) => page.evaluate(([read, written]) => (globalThis as unknown as Kept).times(read, written), [read, written] as const),
  };
}
