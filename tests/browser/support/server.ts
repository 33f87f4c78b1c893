import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The real server, on a port of its own, with the page, the package and the stored models. */
export class Server {
  private constructor(
    readonly url: string,
    readonly process: ChildProcess,
  ) {}

  static async start(port = 0): Promise<Server> {
    const binary = process.env["CODEMENTOR"] ?? `${root}target/debug/codementor`;
    const child = spawn(binary, ["serve", "--port", String(port), "--model", "smollm2-135m-instruct"], {
      cwd: root,
      env: { ...process.env, RUST_LOG: "warn" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    for await (const chunk of child.stdout!) {
      printed += chunk;
      const url = /http:\/\/\S+/.exec(printed)?.[0];
      if (url) return new Server(`${url}/`, child);
    }
    throw new Error(`the server did not start: ${printed}`);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
  }
}
