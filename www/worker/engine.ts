// Which build of the engine fits this browser, and its threads.

import type * as Simd from "../wasm/simd/codementor_tutor.js";

export type Engine = Pick<typeof Simd, "WasmTutor" | "memoryBytes" | "hasThreads" | "forHelpers">;

/** More than these share one memory bus without getting further. */
const MAX_THREADS = 8;

/** A module with one instruction of relaxed SIMD (i8x16.relaxed_swizzle): browsers without it find it invalid. */
const RELAXED_SIMD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11,
);

/**
 * Starts the engine on `threads` threads, by default one per processor. Threads share memory, which browsers allow to isolated
 * pages only (Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy); elsewhere there is one.
 */
export async function startEngine(threads = navigator.hardwareConcurrency): Promise<Engine> {
  if (threads > 1 && crossOriginIsolated && WebAssembly.validate(RELAXED_SIMD)) {
    try {
      const engine = await import("../wasm/relaxed-threads/codementor_tutor.js");
      await engine.default();
      if (engine.hasThreads()) startHelpers(engine, Math.min(threads, MAX_THREADS) - 1);
      return engine;
    } catch (error) {
      console.warn("codementor-tutor: no threads here, so answers take longer.", error);
    }
  } else if (threads > 1) {
    console.info("codementor-tutor: one thread, as this page is not cross-origin isolated or the browser lacks relaxed SIMD.");
  }
  const engine = await import("../wasm/simd/codementor_tutor.js");
  await engine.default();
  return engine;
}

/** Workers of this worker: they end with it. One that does not start is not missed. */
function startHelpers(engine: Engine, count: number): void {
  const shared = engine.forHelpers();
  for (let i = 0; i < count; i++) {
    const helper = new Worker(new URL("./helper.js", import.meta.url), { type: "module", name: "codementor-tutor helper" });
    helper.postMessage(shared);
  }
}
