// The code model in the browser: a checkpoint that is converted in storage, what it says, and the page around it. The model is
// tests/fixtures/t5/bytes, which has learned to call things `count` and `size`.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "@playwright/test";
import { serveFolder } from "./support/hub.ts";
import { expect, openPlain, test } from "./support/test.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/t5/bytes/", import.meta.url));
const FILES = ["config.json", "vocab.json", "merges.txt", "pytorch_model.bin"];
const HUB = "https://hub.example/reader/";
const ROW = {
  id: "reader",
  title: "A reader: small",
  role: "code" as const,
  architecture: "t5",
  urls: [],
  bytes: 100_000,
  sha256: "",
  license: "MIT",
  contextLength: 512,
  checkpoint: { url: HUB, files: FILES, bytes: 120_000, task: "fill" as const },
};
const CODE = "def f(x1, tmp):\n    data = x1 + tmp * 2\n    return data\n\n\ndef g():\n    pass\n";

/** A hub with the checkpoint, as far as the browser can tell. Gives the files that were asked for. */
async function hub(context: BrowserContext, address: string, change: (name: string, file: Buffer) => Buffer | undefined = (_, file) => file): Promise<string[]> {
  const asked: string[] = [];
  await context.unroute(`${address}**`);
  await context.route(`${address}**`, (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1)!;
    asked.push(name);
    const body = FILES.includes(name) ? change(name, readFileSync(FOLDER + name)) : undefined;
    const headers = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" };
    return body ? route.fulfill({ body, headers }) : route.fulfill({ status: 404, headers });
  });
  return asked;
}

/** Loads the model in a plain page, and gives the phases that were told. */
function load(page: Page, row: typeof ROW, modelBaseUrl = "/nowhere/") {
  return page.evaluate(
    async ([row, modelBaseUrl]) => {
      const phases: string[] = [];
      const tutor = await Tutor.create({ backend: "worker", catalog: [row], modelBaseUrl });
      const onProgress = ({ phase }: { phase: string }) => void (phases.at(-1) === phase || phases.push(phase));
      const loaded = await outcome(tutor.load(row.id, { onProgress }));
      const [model] = await tutor.models();
      tutor.close();
      return { phases, code: loaded.code, message: loaded.message, stored: model!.stored, storedBytes: model!.storedBytes };
    },
    [row, modelBaseUrl] as const,
  );
}

test.describe("a checkpoint", () => {
  test("is fetched, converted in storage and kept", async ({ plain, context }) => {
    const asked = await hub(context, HUB);
    expect(await load(plain, ROW)).toMatchObject({ phases: ["download", "convert", "load"], stored: true });
    expect(asked).toEqual(FILES);
    expect(await load(plain, ROW)).toMatchObject({ phases: ["load"], stored: true });
    expect(asked).toEqual(FILES);
    const files = await plain.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("codementor-models");
      const names: string[] = [];
      for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return names.sort();
    });
    expect(files).toEqual(["reader.gguf", "reader.json"]);
  });

  test("that is damaged or missing is no model", async ({ plain, context }) => {
    await hub(context, HUB, (name, file) => (name === "pytorch_model.bin" ? Buffer.from(file.map((byte, at) => (at === 60_000 ? byte ^ 1 : byte))) : file));
    expect(await load(plain, ROW)).toMatchObject({ code: "model_corrupt", stored: false, storedBytes: 0 });
    await hub(context, HUB, (name, file) => (name === "merges.txt" ? undefined : file));
    const missing = await load(plain, ROW);
    expect(missing).toMatchObject({ code: "model_download_failed", stored: false });
    expect(missing.message).toContain("merges.txt");
    await hub(context, HUB, (name, file) => (name === "vocab.json" ? Buffer.from("{}") : file));
    expect(await load(plain, ROW)).toMatchObject({ code: "model_corrupt", stored: false });
    await hub(context, HUB);
    expect(await load(plain, ROW)).toMatchObject({ stored: true });
  });

  test("that an operator has converted is fetched as it is", async ({ plain, context }) => {
    await hub(context, HUB);
    await load(plain, ROW);
    // What this browser made is what an operator publishes.
    const made = await plain.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("codementor-models");
      const read = async (name: string) => [...new Uint8Array(await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer())];
      return { "reader.json": await read("reader.json"), "reader.gguf": await read("reader.gguf") } as Record<string, number[]>;
    });
    const asked: string[] = [];
    await context.route("**/published/**", (route) => {
      const name = new URL(route.request().url()).pathname.split("/").at(-1)!;
      asked.push(name);
      return route.fulfill(made[name] ? { body: Buffer.from(made[name]) } : { status: 404 });
    });
    await plain.evaluate(async (row) => {
      const tutor = await Tutor.create({ backend: "worker", catalog: [row] });
      await tutor.delete(row.id);
      tutor.close();
    }, ROW);
    expect(await load(plain, ROW, "/published/")).toMatchObject({ phases: ["download", "load"], stored: true });
    expect(asked).toEqual(["reader.json", "reader.gguf"]);
  });
});

test("insights are null without a code model, and come after the analysis with one", async ({ plain, context }) => {
  await hub(context, HUB);
  const seen = await plain.evaluate(
    async ([row, code]) => {
      const tutor = await Tutor.create({ backend: "worker", catalog: [row] });
      const request = { code, language: "python" };
      const none = await tutor.insights(request);
      await tutor.load(row.id);
      const steps: number[] = [];
      const [analysis, insights] = await Promise.all([tutor.analyze(request), tutor.insights(request, { onStep: (done) => steps.push(done) })]);
      const given = new AbortController();
      const long = outcome(tutor.insights({ code: code.repeat(200), language: "python" }, { signal: given.signal, onStep: () => given.abort() }));
      const cancelled = (await long).code;
      const wrong = (await outcome(tutor.insights({ code: "", language: "python" }))).code;
      const again = await tutor.insights(request);
      await tutor.unload(row.id);
      // It is stored, so it is asked without being named.
      const later = await tutor.insights(request);
      tutor.close();
      const closed = (await outcome(tutor.insights(request))).code;
      return { none, analysis, insights, steps, cancelled, wrong, again, later, closed };
    },
    [ROW, CODE] as const,
  );
  expect(seen.none).toBeNull();
  expect(seen.analysis.insights).toBeNull();
  expect(seen.insights).toMatchObject({ modelUsed: "reader", names: [{ from: "x1", to: "count", line: 1 }, { from: "tmp", to: "size", line: 1 }] });
  expect(seen.steps.length).toBeGreaterThan(1);
  expect([seen.cancelled, seen.wrong, seen.closed]).toEqual(["cancelled", "bad_request", "bad_request"]);
  expect(seen.again).toEqual(seen.insights);
  expect(seen.later).toEqual(seen.insights);
});

test("the page offers a code model, and renames everywhere at once", async ({ page, context }) => {
  await hub(context, "https://huggingface.co/Salesforce/codet5-small/resolve/main/");
  await page.addInitScript((code) => {
    localStorage.setItem("view", "analyze");
    localStorage.setItem("analyze-code", code);
  }, CODE);
  await page.goto("/");
  const insights = page.locator("#insights");
  await insights.getByRole("button", { name: "Choose a code model" }).click();
  await page.getByRole("button", { name: "Download: CodeT5 small" }).click();
  await expect(page.locator("#code-models [data-id=codet5-small] .badge")).toHaveText("Ready");
  await expect(insights).toContainText("x1 says little; count would say more.");
  const editor = page.locator(".cm-content");
  await page.screenshot({ path: "../../target/screenshots/insights-wide.png" });
  await page.setViewportSize({ width: 390, height: 844 });
  await insights.scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.screenshot({ path: "../../target/screenshots/insights-phone.png" });
  await page.setViewportSize({ width: 1280, height: 720 });
  await insights.getByRole("button", { name: "Rename x1 to count in 2 places" }).click();
  await expect(editor).toContainText("def f(count, tmp):");
  await expect(editor).toContainText("data = count + tmp * 2");
  // One undo takes all of it back.
  await editor.press("Control+z");
  await expect(editor).toContainText("data = x1 + tmp * 2");
  await expect(insights.getByRole("button", { name: "Write count" })).toBeVisible();
  // It says something offline, too.
  await page.reload();
  await expect(insights).toContainText("x1 says little");
});

test("a checkpoint's page works from a plain page of another folder", async ({ page, context }) => {
  await hub(context, HUB);
  await openPlain(page);
  const relative = { ...ROW, checkpoint: { ...ROW.checkpoint, url: "reader/" } };
  expect(await load(page, relative, "https://hub.example/")).toMatchObject({ stored: true });
});

test("a real T5 writes its titles in the page", async ({ plain }) => {
  const folder = fileURLToPath(new URL("../../target/reference/t5-small/", import.meta.url));
  test.skip(!existsSync(`${folder}model.safetensors`), "there is no t5-small: `tests/reference/t5.py relative target/reference` fetches it");
  const files = ["config.json", "tokenizer.json", "model.safetensors"];
  const hub = await serveFolder(folder);
  const titles = JSON.parse(readFileSync(fileURLToPath(new URL("../fixtures/t5/titles.json", import.meta.url)), "utf8")) as { text: string; title: string }[];
  const prefix = "summarize agent step: ";
  const checkpoint = { url: hub.url, files, bytes: 156_000_000, task: "summarize" as const, prefix };
  const row = { ...ROW, id: "t5-small", bytes: 99_000_000, checkpoint };
  const seen = await plain.evaluate(
    async ([row, texts, code]) => {
      type Hidden = { write(model: string, text: string): Promise<string>; codeMemoryBytes(): Promise<number> };
      const tutor = await Tutor.create({ backend: "worker", catalog: [row] });
      await tutor.load(row.id);
      const hidden = tutor as unknown as Hidden;
      const written: string[] = [];
      for (const text of texts) written.push(await hidden.write(row.id, text));
      const insights = await tutor.insights({ code, language: "python" });
      const megabytes = Math.round((await hidden.codeMemoryBytes()) / 1e6);
      // Again, from storage alone.
      await tutor.unload(row.id);
      const begun = performance.now();
      await tutor.load(row.id);
      const loadMs = Math.round(performance.now() - begun);
      tutor.close();
      return { written, insights, megabytes, loadMs };
    },
    [row, titles.map(({ text }) => text), CODE] as const,
  );
  hub.stop();
  console.log(`t5-small in the page: ${seen.megabytes} MB, loaded from storage in ${seen.loadMs} ms`);
  // With 8 bits, a few say it in other words.
  const same = titles.filter(({ title }, at) => seen.written[at] === title).length;
  console.log(`${same} of ${titles.length} titles are those of transformers`);
  expect(same).toBeGreaterThanOrEqual(24);
  expect(seen.insights).toMatchObject({ modelUsed: "t5-small", names: [], summaries: [{ name: "f", line: 1 }, { name: "g", line: 6 }] });
  expect(seen.insights!.confidence).toBeGreaterThan(0);
});
