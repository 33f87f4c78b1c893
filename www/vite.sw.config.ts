import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The page's files, for the service worker to store; the sandbox's are stored when they are used. Those under assets/ have their hash in their name. */
function precache(): { url: string; revision: string | null }[] {
  const entries = readdirSync(path("dist"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => `${entry.parentPath}/${entry.name}`.slice(path("dist").length + 1).replaceAll("\\", "/"));
  const hash = (file: string) => createHash("sha256").update(readFileSync(path(`dist/${file}`))).digest("hex").slice(0, 16);
  return files.sort().filter((file) => !file.startsWith("assets/sandbox-")).map((url) => ({ url, revision: url.startsWith("assets/") ? null : hash(url) }));
}

// Runs after the page's own build, into the same folder.
export default defineConfig({
  publicDir: false,
  define: { PRECACHE: JSON.stringify(precache()), "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: path("dist"),
    emptyOutDir: false,
    target: "es2022",
    reportCompressedSize: false,
    lib: { entry: path("app/sw/sw.ts"), formats: ["iife"], name: "sw", fileName: () => "sw.js" },
  },
});
