import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Locator } from "@playwright/test";
import config from "./playwright.config.ts";
import { Server } from "./support/server.ts";
import { expect, type Page, test } from "./support/test.ts";

async function ask(page: Page, question: string): Promise<Locator> {
  await page.getByLabel("Your question").fill(question);
  await page.getByLabel("Your question").press("Enter");
  return page.locator(".message.tutor").last();
}

/** Waits for the end of an answer: its last line says how fast it was. */
async function ended(answer: Locator): Promise<string> {
  await expect(answer.locator(".answer-status")).toContainText("tokens/s ·", { timeout: 120_000 });
  return answer.locator(".markdown").innerText();
}

test("load, ask, stream, stop, ask again; then, without server and network, reload and ask", async () => {
  const server = await Server.start();
  const profile = mkdtempSync(join(tmpdir(), "codementor-"));
  const context = await chromium.launchPersistentContext(profile, { ...config.use?.launchOptions, baseURL: server.url });
  const page = context.pages()[0] ?? (await context.newPage());
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await page.goto("/");
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect(page.getByText("fetches SmolLM2 135M Instruct once (98 MB)")).toBeVisible();

    // The first question fetches the model. The answer grows while one looks.
    const first = await ask(page, "What is a for loop?");
    await expect(first.locator(".answer-status")).toContainText(/Downloading|Loading/);
    await expect(first.locator(".markdown")).not.toBeEmpty({ timeout: 120_000 });
    const early = (await first.locator(".markdown").innerText()).length;
    const answer = await ended(first);
    expect(answer.length).toBeGreaterThan(early);
    expect(answer.toLowerCase()).toContain("loop");
    await expect(page.locator("#status")).toContainText("SmolLM2 135M Instruct · ready");

    // Stop keeps what there is and gives the composer back.
    const second = await ask(page, "Write a long story about recursion.");
    await expect(second.locator(".markdown")).not.toBeEmpty();
    await page.getByRole("button", { name: "Stop the answer" }).click();
    await expect(second.locator(".answer-status")).toHaveText("Stopped.");
    await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
    const kept = await second.locator(".markdown").innerText();
    expect(kept).not.toBe("");
    await page.waitForTimeout(500);
    expect(await second.locator(".markdown").innerText()).toBe(kept);

    // The next turn reads only what is new of the conversation.
    const third = await ask(page, "Thank you. And a while loop?");
    await ended(third);
    const cached = /(\d+) of them still in memory/.exec((await third.locator(".answer-status").getAttribute("title")) ?? "");
    expect(Number(cached?.[1])).toBeGreaterThan(50);

    // The conversation lives as long as the tab; a second visit downloads nothing.
    const models: string[] = [];
    page.on("request", (request) => request.url().includes("/models/") && models.push(request.url()));
    await page.reload();
    await expect(page.locator(".message.you")).toHaveCount(3);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);

    await server.stop();
    await context.setOffline(true);
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.getByRole("button", { name: "New chat" }).click();
    const offline = await ended(await ask(page, "What is a variable?"));
    expect(offline.length).toBeGreaterThan(20);
    await page.getByRole("button", { name: "Analyze" }).click();
    await expect(page.getByRole("region", { name: "What a mentor sees" })).toContainText("Time:");
    expect(models).toEqual([]);
    // Offline the page cannot ask the server for its model's name; that alone may fail.
    expect(errors.filter((text) => !/ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)/.test(text))).toEqual([]);
  } finally {
    await context.close();
    await server.stop();
    rmSync(profile, { recursive: true, force: true });
  }
});

test("the chosen model is the one that answers; stopping its download leaves the page as it was", async ({ page }) => {
  const asked: string[] = [];
  await page.route("**/models/*", async (route) => {
    asked.push(new URL(route.request().url()).pathname);
    // Never answered.
  });
  await page.goto("/");
  await page.evaluate(() => localStorage.setItem("model", "tinyllama-1.1b-chat"));
  await page.reload();
  await expect(page.locator("#status")).toContainText("TinyLlama");
  const answer = await ask(page, "What is a for loop?");
  await expect.poll(() => asked).toEqual(["/models/tinyllama-1.1b-chat.gguf"]);
  await expect(page.locator(".model progress")).toBeVisible();
  await page.getByRole("button", { name: "Stop the answer" }).click();
  await expect(answer.locator(".answer-status")).toHaveText("Stopped.");
  await expect(page.locator(".model progress")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Download: SmolLM2 135M Instruct" })).toBeEnabled();
  await page.getByRole("button", { name: "Download: SmolLM2 135M Instruct" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator(".model progress")).toHaveCount(0);
});

test("a worker that crashes in the middle of an answer is told, and the next question is answered", async ({ page }) => {
  await page.goto("/");
  const answer = await ask(page, "Write a long story about recursion.");
  await expect(answer.locator(".markdown")).not.toBeEmpty({ timeout: 120_000 });
  await page.workers()[0]!.evaluate(() => void setTimeout(() => { throw new Error("boom"); }));
  await expect(answer.locator(".failure")).toContainText("Ask again");
  await ended(await ask(page, "What is a for loop?"));
});

test("the page asks the server where it is told to", async ({ page }) => {
  await page.goto("/?backend=server");
  await expect(page.locator("#privacy")).toContainText("on the server");
  const text = await ended(await ask(page, "What is a for loop?"));
  expect(text.length).toBeGreaterThan(20);
  expect(page.workers()).toEqual([]);
});
