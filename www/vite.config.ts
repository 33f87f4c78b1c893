import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** An engine's file says which build it is: the service worker stores those that fit. */
const output = {
  assetFileNames: ({ originalFileNames: [file = ""] }: { originalFileNames: string[] }) =>
    `assets/${/wasm\/([\w-]+)\//.exec(file)?.[1] ?? "[name]"}-[hash][extname]`,
};

// The page is the package's first user: it imports what scripts/build.sh put into pkg/.
export default defineConfig({
  root: path("app"),
  base: "./",
  resolve: { alias: { "codementor-tutor": path("../pkg/index.js") } },
  build: { outDir: path("dist"), emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 1000, rollupOptions: { output } },
  worker: { format: "es", rollupOptions: { output } },
});
