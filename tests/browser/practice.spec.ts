// Exercises in the page: chosen, run in the sandbox, graded, kept.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accessible } from "./support/accessible.ts";
import { expect, type Page, test } from "./support/test.ts";

const family = (name: string) => (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../src/tutor/challenge/families/${name}/${file}`, import.meta.url)), "utf8");
const pairSum = family("pair_sum");

/** The page, with an exercise of a known kind begun. */
async function begin(page: Page, language = "python"): Promise<void> {
  const id = `pair-sum.1.easy.${language}.7`;
  const current = { id, code: "# begin", hintsOpened: 0, attempts: 0, solved: false, begun: 1_700_000_000_000 };
  await page.addInitScript((current) => {
    localStorage.setItem("view", "practice");
    if (!localStorage.getItem("practice")) localStorage.setItem("practice", JSON.stringify({ history: [], xp: 0, current }));
  }, current);
  await page.goto("/");
  await expect(page.locator("#statement h2")).not.toBeEmpty();
  await expect(page.locator("#submit")).toBeEnabled();
}

async function write(page: Page, code: string): Promise<void> {
  await page.locator("#practice-code .cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

const summary = (page: Page) => page.locator("#verdict .summary");

test.describe("an exercise", () => {
  test("is answered wrongly, then rightly, then without an end; a hint, points and progress stay, offline too", async ({ page, context }) => {
    test.setTimeout(120_000);
    await begin(page);
    await expect(page.locator("#statement")).toContainText("Example 1");

    await write(page, pairSum("wrong_uses_one_twice.py"));
    await page.locator("#submit").click();
    await expect(summary(page)).toContainText("tests pass", { timeout: 60_000 });
    await expect(page.locator("#verdict .test:not(.passed)").first()).toContainText("expected");
    await page.screenshot({ path: "../../target/screenshots/practice-wrong.png" });

    await page.getByRole("button", { name: /I'm stuck/ }).click();
    await expect(page.locator("#hints li")).toHaveCount(1);

    await write(page, pairSum("reference.py"));
    await page.locator("#run").click();
    await expect(summary(page)).toContainText("examples are right", { timeout: 60_000 });
    await page.locator("#submit").click();
    await expect(summary(page)).toContainText("Solved", { timeout: 60_000 });
    await expect(page.locator("#practice-state")).not.toHaveText("0 xp");
    const xp = await page.locator("#practice-state").textContent();
    await expect(page.locator("#practised")).toContainText("1 / 1");
    await page.screenshot({ path: "../../target/screenshots/practice-solved.png" });

    await write(page, "def pair_sum(prices, target):\n    while True:\n        pass\n");
    await page.locator("#submit").click();
    await expect(page.locator("#verdict")).toContainText("does not end", { timeout: 60_000 });
    await page.screenshot({ path: "../../target/screenshots/practice-loop.png" });

    // The service worker has, or soon has, what was fetched before it was there.
    const stored = async () => (await (await caches.open("sandbox")).keys()).filter(({ url }) => /python|pyodide/.test(url)).length;
    await expect.poll(() => page.evaluate(stored)).toBe(3);
    await context.setOffline(true);
    await page.reload();
    await expect(page.locator("#practice-state")).toHaveText(xp!);
    await expect(page.locator("#practised")).toContainText("1 / 1");
    await expect(page.locator("#hints li")).toHaveCount(1);
    await write(page, pairSum("reference.py"));
    await page.locator("#submit").click();
    await expect(summary(page)).toContainText("Solved", { timeout: 60_000 });
    await context.setOffline(false);
  });

  test("comes in JavaScript and TypeScript as well; Java is read and not run", async ({ page }) => {
    await begin(page, "javascript");
    await write(page, pairSum("reference.js"));
    await page.locator("#submit").click();
    await expect(summary(page)).toContainText("Solved", { timeout: 60_000 });

    await page.locator("#wanted [name=language]").selectOption("typescript");
    await expect(page.locator("#practice-code")).toContainText("prices: number[]");
    await write(page, pairSum("reference.js").replace("(prices, target)", "(prices: number[], target: number): number[]"));
    await page.locator("#submit").click();
    await expect(summary(page)).toContainText("Solved", { timeout: 60_000 });

    await page.locator("#wanted [name=language]").selectOption("java");
    await expect(page.locator("#practice-code")).toContainText("class Solution");
    await page.locator("#submit").click();
    await expect(page.locator("#verdict")).toContainText("is not run here");
  });

  test("is another one when asked for, of the topic and level that were chosen", async ({ page }) => {
    await begin(page);
    const before = await page.locator("#statement h2").textContent();
    await page.locator("#wanted [name=topic]").selectOption("strings");
    await page.locator("#wanted [name=level]").selectOption("easy");
    await page.getByRole("button", { name: "New exercise" }).click();
    await expect(page.locator("#statement .model-facts")).toContainText("strings · easy");
    await expect(page.locator("#statement h2")).not.toHaveText(before!);
  });

  test("damaged storage and a forged id lead to an exercise all the same", async ({ page }) => {
    await page.addInitScript(() => {
      localStorage.setItem("view", "practice");
      localStorage.setItem("practice", '{"history": [1, {"id": 5}], "xp": "many", "current": {"id": "x.y", "code": ""}}');
    });
    await page.goto("/");
    await expect(page.locator("#statement h2")).not.toBeEmpty();
    await expect(page.locator("#practice-state")).toHaveText("0 xp");
  });

  test("is legible and usable on a phone", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await begin(page);
    await page.screenshot({ path: "../../target/screenshots/practice-phone.png", fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await accessible(page);
  });
});
