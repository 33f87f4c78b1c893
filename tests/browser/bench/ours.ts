import type { BrowserContext } from "@playwright/test";
import { type BenchModel, CONTEXT, type Engine } from "./engine.ts";
import type { Site } from "./site.ts";

export const OURS_PAGE = `<!doctype html><title>ours</title><script type="module">
  import { Tutor } from "/pkg/index.js";
  Object.assign(globalThis, { Tutor });
</script>`;

/** A file of the package as it answers in browsers without relaxed SIMD. */
export const WITHOUT_RELAXED_SIMD = { "pkg/worker/features.js": "export const hasRelaxedSimd = () => false;" };

/** What the page keeps between two measurements: our tutor, with the methods that are not for everyone. */
interface Kept {
  tutor?: {
    load(id: string): Promise<void>;
    close(): void;
    prefillMs(tokens: number): Promise<number>;
    decodeMs(context: number, tokens: number): Promise<number>;
    memoryBytes(): Promise<number>;
  };
}

/** Our engine, in the build that it takes by itself. */
export async function ours(context: BrowserContext, site: Site, { id, bytes, sha256 }: BenchModel, threads: number): Promise<Engine> {
  const page = await context.newPage();
  await page.goto(`${site.url}ours.html`);
  await page.waitForFunction("globalThis.Tutor");
  const row = { id, title: id, role: "chat" as const, architecture: "llama", urls: [], bytes, sha256, license: "unknown", contextLength: CONTEXT };
  const load = () =>
    page.evaluate(
      async ([row, threads]) => {
        const kept = globalThis as Kept;
        kept.tutor?.close();
        const begun = performance.now();
        const tutor = await Tutor.create({ backend: "worker", chatModel: row.id, threads, catalog: [row] });
        await tutor.load(row.id);
        kept.tutor = tutor as unknown as NonNullable<Kept["tutor"]>;
        return performance.now() - begun;
      },
      [row, threads] as const,
    );
  // The first time downloads it.
  await load();
  return {
    name: "ours",
    load,
    prefill: (tokens) => page.evaluate((tokens) => (globalThis as Kept).tutor!.prefillMs(tokens), tokens),
    decode: async (context, tokens) => {
      const ms = await page.evaluate(([context, tokens]) => (globalThis as Kept).tutor!.decodeMs(context, tokens), [context, tokens] as const);
      return ms / tokens;
    },
    memory: () => page.evaluate(() => (globalThis as Kept).tutor!.memoryBytes()),
    close: () => page.close(),
  };
}
