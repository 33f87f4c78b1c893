import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const out = path("../pkg/sandbox");

/** What a script is given by the page, as it has no network: beside it, as it is. */
const files: Record<string, Record<string, string>> = {
  javascript: { "quickjs.wasm": "@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm" },
  python: { "pyodide.asm.wasm": "pyodide/pyodide.asm.wasm", "python_stdlib.zip": "pyodide/python_stdlib.zip" },
};

const copies = (mode: string): Plugin => ({
  name: "copies",
  closeBundle() {
    mkdirSync(out, { recursive: true });
    for (const [name, from] of Object.entries(files[mode]!)) copyFileSync(path(`node_modules/${from}`), `${out}/${name}`);
  },
});

/** A module's own address leads nowhere in the sandbox. Taken from the modules, so that Vite packs no wasm into the script. */
const addresses: Plugin = {
  name: "addresses",
  enforce: "pre",
  transform: (code, id) => (/quickjs|pyodide/.test(id) ? code.replaceAll("import.meta.url", '"about:blank"') : undefined),
};

// One script that needs no other, for the worker of a language: `vite build --config vite.sandbox.config.ts --mode python`.
export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: [addresses, copies(mode)],
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: out,
    emptyOutDir: false,
    target: "es2022",
    reportCompressedSize: false,
    lib: { entry: path(`sandbox/${mode}.ts`), formats: ["iife"], name: "sandbox", fileName: () => `${mode}.js` },
  },
}));
