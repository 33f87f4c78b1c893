import { createReadStream, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where what is served lies: our package, wllama's two versions, transformers.js, the models that scripts/bench.sh collected. */
const FOLDERS: Record<string, string> = {
  pkg: at("../../../pkg/"),
  "wllama-3": at("node_modules/@wllama/wllama/esm/"),
  "wllama-2": at("node_modules/wllama-2/esm/"),
  transformers: at("node_modules/@huggingface/transformers/dist/"),
  onnxruntime: at("node_modules/onnxruntime-web/dist/"),
  models: at("../../../target/bench/models/"),
};

const TYPES: Record<string, string> = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

/** Pages for every engine, all with the headers that threads need. */
export class Site {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `pages` are the bodies of `/<name>`, in place of a file of that name. */
  static async start(pages: Record<string, string>): Promise<Site> {
    const server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url!, "http://site").pathname);
      const [folder, ...rest] = path.slice(1).split("/");
      const headers = {
        "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
      };
      const page = pages[path.slice(1)];
      if (page) return void response.writeHead(200, headers).end(page);
      const file = FOLDERS[folder!] && !rest.includes("..") ? FOLDERS[folder!] + rest.join("/") : "";
      const stat = file ? statSync(file, { throwIfNoEntry: false }) : undefined;
      if (!stat?.isFile()) return void response.writeHead(404).end();
      // wllama asks for the tag and keeps it with what it stores.
      response.writeHead(200, { ...headers, "Content-Length": stat.size, ETag: `"${stat.size}-${stat.mtimeMs}"` });
      if (request.method === "HEAD") response.end();
      else createReadStream(file).on("error", () => response.destroy()).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Site(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
