// Which build of the engine fits this browser, and its threads.

import type * as Simd from "../wasm/simd/codementor_tutor.js";
import { hasRelaxedSimd } from "./features.js";

export type Engine = Pick<typeof Simd, "WasmTutor" | "WasmCodeModel" | "memoryBytes" | "hasThreads" | "forHelpers">;
/** A build. */
interface Module extends Engine {
  default(): Promise<unknown>;
  initSync(from: { module: WebAssembly.Module; memory: WebAssembly.Memory }): unknown;
  help(): void;
}
/** The browser's SIMD. */
export type Kind = "simd" | "relaxed";

/** More than these share one memory bus without getting further. */
const MAX_THREADS = 8;

/** Bundlers see which files there are. */
const BUILDS: Record<Kind, () => Promise<Module>> = {
  simd: () => import("../wasm/simd/codementor_tutor.js"),
  relaxed: () => import("../wasm/relaxed/codementor_tutor.js"),
};
export const BUILDS_WITH_THREADS: Record<Kind, () => Promise<Module>> = {
  simd: () => import("../wasm/simd-threads/codementor_tutor.js"),
  relaxed: () => import("../wasm/relaxed-threads/codementor_tutor.js"),
};

/**
 * Starts the engine on `threads` threads, by default one per processor. Threads share memory, which browsers allow to isolated
 * pages only (Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy); elsewhere there is one.
 */
export async function startEngine(threads = navigator.hardwareConcurrency): Promise<Engine> {
  const kind = hasRelaxedSimd() ? "relaxed" : "simd";
  if (threads > 1 && crossOriginIsolated) {
    try {
      const engine = await BUILDS_WITH_THREADS[kind]();
      await engine.default();
      if (engine.hasThreads()) startHelpers(engine, kind, Math.min(threads, MAX_THREADS) - 1);
      return engine;
    } catch (error) {
      console.warn("codementor-tutor: no threads here, so answers take longer.", error);
    }
  } else if (threads > 1) {
    console.info("codementor-tutor: one thread, as this page is not cross-origin isolated.");
  }
  const engine = await BUILDS[kind]();
  await engine.default();
  return engine;
}

/** Workers of this worker: they end with it. One that does not start is not missed. */
function startHelpers(engine: Engine, kind: Kind, count: number): void {
  const shared = engine.forHelpers();
  for (let i = 0; i < count; i++) {
    const helper = new Worker(new URL("./helper.js", import.meta.url), { type: "module", name: "codementor-tutor helper" });
    helper.postMessage([kind, ...shared]);
  }
}
