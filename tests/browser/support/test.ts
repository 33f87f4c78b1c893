import { test as base, type Page } from "@playwright/test";
import { Server } from "./server.ts";

export { expect, type Page } from "@playwright/test";

export const STARTER = "smollm2-135m-instruct";

interface Fixtures {
  /** A page without ours: it has the package's `Tutor` and `TutorError` as globals, and nothing else. */
  plain: Page;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  plain: async ({ page }, use) => {
    await openPlain(page);
    await use(page);
  },
});

export async function openPlain(page: Page): Promise<void> {
  await page.route("**/plain.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
      body: `<!doctype html><title>plain</title><script type="module">
        import { Tutor, TutorError } from "/pkg/index.js";
        Object.assign(globalThis, { Tutor, TutorError, outcome: (promise) =>
          promise.then((value) => ({ value }), (error) => ({ code: error.code, message: error.message, coded: error instanceof TutorError })) });
      </script>`,
    }),
  );
  // The server's policy lets models come over https alone; the hub of these tests speaks http.
  await page.route(/\/pkg\/worker\/(index|code)\.js$/, async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto("/plain.html");
  await page.waitForFunction("globalThis.Tutor");
}

/** What the plain page has, for the type checker of code that runs there. */
declare global {
  var Tutor: (typeof import("../../../pkg/index.js"))["Tutor"];
  type Outcome<T> = { value?: T; code?: string; message?: string; coded?: boolean };
  function outcome<T>(promise: Promise<T>): Promise<Outcome<T>>;
}
