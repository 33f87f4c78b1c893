import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** An engine's file says which build it is: the service worker stores those that fit. */
const output = {
  assetFileNames: ({ originalFileNames: [file = ""] }: { originalFileNames: string[] }) =>
    `assets/${/wasm\/([\w-]+)\//.exec(file)?.[1] ?? "[name]"}-[hash][extname]`,
};

/** The sandbox's files, in a folder that has their hash in its name: they are stored when they are first needed, and never change. */
const sandbox = readdirSync(path("../pkg/sandbox")).sort().reduce((hash, file) => hash.update(readFileSync(path(`../pkg/sandbox/${file}`))), createHash("sha256"));
const sandboxFolder = `assets/sandbox-${sandbox.digest("hex").slice(0, 16)}`;
const copySandbox = { name: "sandbox", closeBundle: () => cpSync(path("../pkg/sandbox"), path(`dist/${sandboxFolder}`), { recursive: true }) };

// The page is the package's first user: it imports what scripts/build.sh put into pkg/.
export default defineConfig({
  root: path("app"),
  base: "./",
  define: { SANDBOX_URL: JSON.stringify(`./${sandboxFolder}/`) },
  plugins: [copySandbox],
  resolve: { alias: { "codementor-tutor": path("../pkg/index.js") } },
  build: { outDir: path("dist"), emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 1000, rollupOptions: { output } },
  worker: { format: "es", rollupOptions: { output } },
});
