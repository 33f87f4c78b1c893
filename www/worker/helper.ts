// A thread of the engine: a worker that shares the engine's memory and never comes back from it.

import { help, initSync } from "../wasm/relaxed-threads/codementor_tutor.js";

addEventListener("message", ({ data: [module, memory] }: MessageEvent<[WebAssembly.Module, WebAssembly.Memory]>) => {
  initSync({ module, memory });
  help();
});
