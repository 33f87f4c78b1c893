import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test as base, type Page } from "@playwright/test";
import type { TestRig, TestRun } from "../../../pkg/client/api.js";

export { expect } from "@playwright/test";

const pkg = fileURLToPath(new URL("../../../pkg/", import.meta.url));
const ORIGIN = "http://localhost:5999";
const TYPES: Record<string, string> = { js: "text/javascript", wasm: "application/wasm", zip: "application/zip" };

type Sandbox = typeof import("../../../pkg/client/sandbox.js");
declare global {
  var sandbox: Sandbox;
  var ticks: number;
}

/** The policy that a page needs at least, and what makes it cross-origin isolated, as src/server/files.rs has it. */
const headers = (hash: string) => ({
  "Content-Security-Policy": `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' '${hash}'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'`,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
});

export interface Lab {
  page: Page;
  /** Whatever was asked of the network since the sandbox's own files. */
  asked: string[];
  /** Runs a program whose one function is `solve`. */
  run(language: string, code: string, calls: unknown[][], rig?: Partial<TestRig>): Promise<TestRun[]>;
  /** One call without arguments. */
  one(language: string, code: string, rig?: Partial<TestRig>): Promise<TestRun>;
}

/**
 * A page with the sandbox and a clock that ticks every 20 ms. No server is needed. Tests share it: what one of them runs must leave it
 * fit for the next.
 */
export const test = base.extend<object, { lab: Lab }>({
  lab: [async ({ browser }, use) => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const hash = /sha256-[\w+/=]+/.exec(readFileSync(`${pkg}client/sandbox-frame.js`, "utf8"))![0];
    await page.context().route("**", async (route) => {
      const url = new URL(route.request().url());
      if (url.origin !== ORIGIN || !/^\/(|main\.js|pkg\/(client|sandbox)\/[\w.-]+)$/.test(url.pathname)) {
        asked.push(url.href);
        return route.abort();
      }
      const file = url.pathname.slice(5);
      if (url.pathname === "/") return route.fulfill({ contentType: "text/html", headers: headers(hash), body: '<!doctype html><body><script type="module" src="/main.js"></script>' });
      const body = url.pathname === "/main.js" ? MAIN : readFileSync(pkg + file);
      return route.fulfill({ contentType: TYPES[url.pathname.split(".").at(-1)!]!, body });
    });
    await page.goto(ORIGIN);
    await page.waitForFunction("globalThis.sandbox");
    const run: Lab["run"] = async (language, code, calls, rig = {}) => {
      const shapes = { parameterNodes: calls[0]!.map(() => "plain" as const), returnNode: "plain" as const };
      const told = calls.map((call, i) => ({ id: String(i + 1), arguments: JSON.stringify(call) }));
      const whole: TestRig = { functionName: "solve", language, ...shapes, calls: told, limitMs: 2000, ...rig };
      return page.evaluate(([rig, code]) => sandbox.runInSandbox(rig, code, { baseUrl: "/pkg/sandbox/" }), [whole, code] as const);
    };
    // Python's code is compiled once, as long as one Python has it.
    await page.evaluate(() => sandbox.warmUp("python", "/pkg/sandbox/?kept"));
    await use({ page, asked, run, one: async (language, code, rig) => (await run(language, code, [[]], rig))[0]! });
    await page.close();
  }, { scope: "worker", timeout: 60_000 }],
});

const MAIN = `import * as sandbox from "/pkg/client/sandbox.js";
globalThis.ticks = 0;
setInterval(() => ticks++, 20);
globalThis.sandbox = sandbox;`;
