// What is stored of a download that goes well, badly, or halfway. The fake model is whole or not; it never loads.

import { Hub } from "./support/hub.ts";
import { expect, openPlain, type Page, test as base } from "./support/test.ts";

const test = base.extend<{ hub: Hub }>({
  hub: async ({}, use) => {
    const hub = await Hub.start();
    await use(hub);
    await hub.stop();
  },
});

type Options = Parameters<typeof Tutor.create>[0];

/** Loads the fake model in the page; says how it ended and what is stored then. */
function load(page: Page, options: Options, abortAt?: number) {
  return page.evaluate(
    async ([options, abortAt]) => {
      const tutor = await Tutor.create({ ...options, backend: "worker" });
      const controller = new AbortController();
      let furthest = 0;
      const onProgress = ({ bytes }: { bytes: number }) => {
        furthest = Math.max(furthest, bytes);
        if (abortAt && bytes >= abortAt) controller.abort();
      };
      const ended = await outcome(tutor.load("fake", { onProgress, signal: controller.signal }));
      const models = await outcome(tutor.models());
      tutor.close();
      return { ...ended, furthest, stored: models.value?.[0]?.stored, storedBytes: models.value?.[0]?.storedBytes };
    },
    [options, abortAt] as const,
  );
}

/** The fake is stored whole, and refused as a model only after that. */
function expectWhole(hub: Hub, result: Awaited<ReturnType<typeof load>>) {
  expect(result).toMatchObject({ coded: true, stored: true, storedBytes: hub.file.length });
  expect(["model_corrupt", "model_unsupported"]).toContain(result.code);
}

test("a whole model is stored once, and deleted", async ({ plain, hub }) => {
  const options = { modelBaseUrl: hub.base("good"), catalog: hub.catalog() };
  expectWhole(hub, await load(plain, options));
  expectWhole(hub, await load(plain, options));
  expect(hub.seen).toEqual(["good"]);
  const after = await plain.evaluate(async (options) => {
    const tutor = await Tutor.create(options);
    await tutor.delete("fake");
    await tutor.delete("fake");
    return tutor.models();
  }, options);
  expect(after).toMatchObject([{ id: "fake", stored: false, storedBytes: 0 }]);
});

test("a web page and a wrong checksum leave nothing, and the error names every address", async ({ plain, hub }) => {
  const result = await load(plain, { modelBaseUrl: hub.base("html"), catalog: hub.catalog("missing", "wrong") });
  expect(result).toMatchObject({ code: "model_download_failed", coded: true, stored: false, storedBytes: 0 });
  for (const text of ["/html/fake.gguf", "/missing/fake.gguf", "404", "/wrong/fake.gguf", "SHA-256"]) {
    expect(result.message).toContain(text);
  }
});

test("an address that fails leads to the next", async ({ plain, hub }) => {
  expectWhole(hub, await load(plain, { modelBaseUrl: hub.base("missing"), catalog: hub.catalog("html", "good") }));
  expect(hub.seen).toEqual(["missing", "html", "good"]);
});

test("a body that ends early is no model; the next try resumes it", async ({ plain, hub }) => {
  const short = await load(plain, { modelBaseUrl: hub.base("short"), catalog: hub.catalog() });
  expect(short).toMatchObject({ code: "model_download_failed", stored: false, storedBytes: 1_000_000 });
  expectWhole(hub, await load(plain, { modelBaseUrl: hub.base("good"), catalog: hub.catalog() }));
  expect(hub.seen.at(-1)).toBe("good bytes=1000000-");
});

test("a connection that breaks again and again is taken up again and again", async ({ plain, hub }) => {
  expectWhole(hub, await load(plain, { modelBaseUrl: hub.base("patchy"), catalog: hub.catalog() }));
  expect(hub.seen).toEqual(["patchy", ...[1, 2, 3].map((n) => `patchy bytes=${n}000000-`)]);
});

test("a server that ignores ranges is read from the start", async ({ plain, hub }) => {
  await load(plain, { modelBaseUrl: hub.base("short"), catalog: hub.catalog() });
  expectWhole(hub, await load(plain, { modelBaseUrl: hub.base("norange"), catalog: hub.catalog() }));
});

test("an abort is told at once, keeps the part, and the next load resumes", async ({ plain, hub }) => {
  const aborted = await load(plain, { modelBaseUrl: hub.base("slow"), catalog: hub.catalog() }, 1_000_000);
  expect(aborted).toMatchObject({ code: "cancelled", coded: true, stored: false });
  expectWhole(hub, await load(plain, { modelBaseUrl: hub.base("good"), catalog: hub.catalog() }));
  expect(hub.seen.at(-1)).toMatch(/^good bytes=\d+-$/);
});

test("a part of another file is thrown away", async ({ plain, hub }) => {
  await load(plain, { modelBaseUrl: hub.base("short"), catalog: hub.catalog() });
  const other = await Hub.start();
  try {
    expectWhole(other, await load(plain, { modelBaseUrl: other.base("good"), catalog: other.catalog() }));
    expect(other.seen).toEqual(["good bytes=1000000-", "good"]);
  } finally {
    await other.stop();
  }
});

test("a model whose catalog row changed is fetched again", async ({ plain, hub }) => {
  expectWhole(hub, await load(plain, { modelBaseUrl: hub.base("good"), catalog: hub.catalog() }));
  const [row] = hub.catalog();
  const changed = [{ ...row!, sha256: "0".repeat(64) }];
  const models = await plain.evaluate(
    async (catalog) => (await Tutor.create({ catalog })).models(),
    changed,
  );
  expect(models).toMatchObject([{ stored: false }]);
});

test("a full storage is told", async ({ plain, hub, baseURL }) => {
  const session = await plain.context().newCDPSession(plain);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(baseURL!).origin, quotaSize: 1_000_000 });
  const result = await load(plain, { modelBaseUrl: hub.base("good"), catalog: hub.catalog() });
  expect(result).toMatchObject({ code: "storage_full", coded: true, stored: false });
});

test("a second tab is told that the file is in use, or finds it whole", async ({ plain, hub }) => {
  const second = await plain.context().newPage();
  await openPlain(second);
  const slow = load(plain, { modelBaseUrl: hub.base("slow"), catalog: hub.catalog() });
  await expect.poll(() => hub.seen).toEqual(["slow"]);
  const busy = await load(second, { modelBaseUrl: hub.base("good"), catalog: hub.catalog() });
  expect(busy).toMatchObject({ code: "busy", coded: true });
  expect(busy.message).toContain("tab");
  await plain.close();
  await slow.catch(() => {});
  expectWhole(hub, await load(second, { modelBaseUrl: hub.base("good"), catalog: hub.catalog() }));
});

test("a malformed catalog is refused, and so is an unknown model", async ({ plain, hub }) => {
  const [row] = hub.catalog();
  const results = await plain.evaluate(async (row) => {
    const bad = await Tutor.create({ catalog: [{ ...row!, id: "../evil" }] });
    const good = await Tutor.create({ catalog: [row!] });
    return [await outcome(bad.models()), await outcome(good.load("nobody")), await outcome(good.delete("nobody"))];
  }, row);
  expect(results.map(({ code }) => code)).toEqual(["bad_request", "model_not_found", "model_not_found"]);
});
