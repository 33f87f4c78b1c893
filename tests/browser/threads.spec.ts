// The engine's builds: more threads or none, an isolated page or not, the same answer.

import { expect, STARTER, test } from "./support/test.ts";

const QUESTION = "What is a for loop?";

const answer = async ([question, id, threads]: readonly [string, string, number | undefined]) => {
  const tutor = await Tutor.create({ backend: "worker", chatModel: id, ...(threads && { threads }) });
  const reply = await tutor.chat({ message: question, sampling: { temperature: 0, maxTokens: 24 } });
  tutor.close();
  return reply.message;
};

test("any number of threads says the same", async ({ plain }) => {
  const helpers: string[] = [];
  plain.on("worker", (worker) => helpers.push(worker.url()));
  const one = await plain.evaluate(answer, [QUESTION, STARTER, 1] as const);
  expect(one.length).toBeGreaterThan(20);
  expect(helpers.filter((url) => url.includes("helper"))).toHaveLength(0);
  for (const threads of [2, 5]) {
    helpers.length = 0;
    expect(await plain.evaluate(answer, [QUESTION, STARTER, threads] as const)).toBe(one);
    expect(helpers.filter((url) => url.includes("helper"))).toHaveLength(threads - 1);
  }
});

test("a browser without relaxed SIMD says the same", async ({ plain }) => {
  const relaxed = await plain.evaluate(answer, [QUESTION, STARTER, 2] as const);
  const builds: string[] = [];
  plain.on("request", (request) => builds.push(...(/wasm\/([a-z-]+)\//.exec(request.url())?.slice(1) ?? [])));
  await plain.route("**/pkg/worker/features.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: "export const hasRelaxedSimd = () => false;" }),
  );
  for (const threads of [1, 2]) {
    expect(await plain.evaluate(answer, [QUESTION, STARTER, threads] as const)).toBe(relaxed);
  }
  expect(new Set(builds)).toEqual(new Set(["simd", "simd-threads"]));
});

test("helpers that never start are not missed", async ({ plain }) => {
  // Requests of a worker's own workers pass no route, but the module that starts them does.
  let changed = false;
  await plain.route("**/worker/engine.js", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace("./helper.js", "./missing.js");
    changed = body.includes("./missing.js");
    await route.fulfill({ response, body });
  });
  expect((await plain.evaluate(answer, [QUESTION, STARTER, 3] as const)).length).toBeGreaterThan(20);
  expect(changed).toBe(true);
});

test("a page without isolation has one thread and says so", async ({ plain }) => {
  await plain.route("**/bare.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>bare</title><script type="module">
        import { Tutor } from "/pkg/index.js";
        Object.assign(globalThis, { Tutor });
      </script>`,
    }),
  );
  const said: string[] = [];
  plain.on("console", (message) => said.push(message.text()));
  await plain.goto("/bare.html");
  await plain.waitForFunction("globalThis.Tutor");
  expect(await plain.evaluate("crossOriginIsolated")).toBe(false);
  expect((await plain.evaluate(answer, [QUESTION, STARTER, 4] as const)).length).toBeGreaterThan(20);
  expect(said.join("\n")).toContain("one thread");
});
