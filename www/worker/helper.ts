// A thread of the engine: a worker that shares the engine's memory and never comes back from it.

import { BUILDS_WITH_THREADS, type Kind } from "./engine.js";

addEventListener("message", async ({ data: [kind, module, memory] }: MessageEvent<[Kind, WebAssembly.Module, WebAssembly.Memory]>) => {
  const { help, initSync } = await BUILDS_WITH_THREADS[kind]();
  initSync({ module, memory });
  help();
});
