// A thread of the engine: a worker that shares the engine's memory and never comes back from it.

import { help, initSync } from "../wasm/relaxed-threads/codementor_tutor.js";

addEventListener("message", ({ data: [module, memory] }: MessageEvent<[WebAssembly.Module, WebAssembly.Memory]>) => {
  // Where no build with threads could be made its types know no memory, and nobody starts a helper.
  initSync({ module, memory } as Parameters<typeof initSync>[0]);
  help();
});
