import { createHash, randomBytes } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How the hub answers for `/<mode>/fake.gguf`. */
type Mode = "good" | "html" | "missing" | "short" | "patchy" | "wrong" | "norange" | "slow";

/** A model hub of another origin that can misbehave. Its one file begins as GGUF and goes on at random. */
export class Hub {
  readonly file = Buffer.concat([Buffer.from("GGUF"), randomBytes(3_000_000)]);
  /** Each request: its mode and its Range header. */
  readonly seen: string[] = [];
  #server!: HttpServer;

  static async start(): Promise<Hub> {
    const hub = new Hub();
    hub.#server = createServer((request, response) => {
      const mode = request.url!.split("/")[1] as Mode;
      const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
      if (request.method === "OPTIONS") return void response.writeHead(204, headers).end();
      hub.seen.push(`${mode} ${request.headers.range ?? ""}`.trim());
      if (mode === "missing") return void response.writeHead(404, headers).end("gone");
      if (mode === "html") return void response.writeHead(200, { ...headers, "Content-Type": "text/html" }).end("<html>Sign in</html>");
      const whole = mode === "wrong" ? Buffer.concat([hub.file.subarray(0, -1), Buffer.from([hub.file.at(-1)! ^ 1])]) : hub.file;
      const ranges = mode === "good" || mode === "patchy" || mode === "slow";
      const from = Number((ranges && /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1]) || 0);
      const range = from > 0 ? { "Content-Range": `bytes ${from}-${whole.length - 1}/${whole.length}` } : {};
      const body = whole.subarray(from, mode === "short" || mode === "patchy" ? from + 1_000_000 : undefined);
      response.writeHead(from > 0 ? 206 : 200, { ...headers, ...range, "Content-Length": body.length });
      if (mode !== "slow") return void response.end(body);
      response.write(body.subarray(0, 1_500_000));
    });
    await new Promise<void>((resolve) => hub.#server.listen(0, "127.0.0.1", resolve));
    return hub;
  }

  base(mode: Mode): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${mode}/`;
  }

  /** A catalog with the one file, and other addresses to fetch it from. */
  catalog(...mirrors: Mode[]) {
    const sha256 = createHash("sha256").update(this.file).digest("hex");
    const urls = mirrors.map((mode) => `${this.base(mode)}fake.gguf`);
    const row = { id: "fake", title: "A fake", role: "chat" as const, architecture: "llama", urls, license: "MIT" };
    return [{ ...row, bytes: this.file.length, sha256, contextLength: 512 }];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A hub of another origin with the files of a folder. Gives its address, and how to stop it. */
export async function serveFolder(folder: string): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    const path = `${folder}/${new URL(request.url!, "http://hub").pathname.split("/").at(-1)}`;
    const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
    if (request.method === "OPTIONS") return void response.writeHead(204, headers).end();
    if (!existsSync(path)) return void response.writeHead(404, headers).end();
    response.writeHead(200, { ...headers, "Content-Length": statSync(path).size });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}
