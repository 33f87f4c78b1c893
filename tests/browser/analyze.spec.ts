// The Analyze view: code is analysed as it is typed, and what is safe to mend is mended by a button.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "./support/test.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

const BROKEN = `def first_pair(items, wanted):
    if wanted == None
        return None
    for left in items:
        for right in items:
            if left + right == wanted:
                return left, right
    return None
`;

async function open(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Analyze" }).click();
  await expect(page.getByLabel("Your code")).toBeVisible();
}

async function write(page: Page, code: string): Promise<void> {
  await page.getByLabel("Your code").fill(code);
}

async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  expect(violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => n.target).join(" ")}`)).toEqual([]);
}

test("a mistake is marked and explained; a button mends a finding; the complexity follows", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await open(page);
  const results = page.getByRole("region", { name: "What a mentor sees" });
  const editor = page.getByLabel("Your code");

  await write(page, BROKEN);
  await expect(editor.locator(".cm-lintRange-error")).toHaveCount(1);
  await expect(results.getByRole("heading", { name: "Mistakes" })).toBeVisible();
  const mistake = results.locator(".finding").first();
  await expect(mistake.getByRole("button", { name: "Line 2" })).toBeVisible();
  await expect(mistake.locator(".why")).not.toBeEmpty();

  await mistake.getByRole("button", { name: "Add :" }).click();
  await expect(editor).toContainText("wanted == None:");
  await expect(editor.locator(".cm-lintRange-error")).toHaveCount(0);
  await expect(results.getByRole("heading", { name: "Mistakes" })).toBeHidden();
  const time = results.locator(".facts dd").first();
  await expect(time).toHaveText("O(n^2)");
  await expect(editor.locator(".cm-evidence")).not.toHaveCount(0);

  const finding = results.locator(".finding", { hasText: "None" }).first();
  await finding.getByText("Show an example").click();
  await expect(finding.locator("pre")).toHaveCount(2);
  await expect(finding.locator("pre").last()).toContainText("is None");
  await finding.locator(".small").first().click();
  await expect(editor).toContainText("wanted is None");
  await editor.press("Control+z");
  await expect(editor).toContainText("wanted == None");

  await write(page, "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n");
  await expect(time).toHaveText("O(n)");
  await write(page, " ");
  await expect(results).toContainText("some code");

  // What was written is there at the next visit, as are the view and the language.
  await page.locator("#code-language").selectOption("JavaScript");
  await write(page, "var x = 1;\nconsole.log(x == null);\n");
  await expect(results.locator(".finding").first()).toBeVisible();
  await page.reload();
  await expect(editor).toContainText("var x = 1;");
  await expect(results.locator(".finding").first()).toBeVisible();
  // Where Playwright fills the editor, Chromium itself tries an inline style, which the page's policy bars.
  expect(errors.filter((text) => !text.startsWith("Applying inline style"))).toEqual([]);
});

for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } })) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${size}, ${colorScheme}: accessible, nothing overflows`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await open(page);
      await write(page, BROKEN.replace("== None\n", "== None:\n"));
      await expect(page.locator(".summary")).toContainText("Time:");
      await page.waitForTimeout(500);
      await page.screenshot({ path: `../../target/screenshots/analyze-${size}-${colorScheme}.png` });
      await accessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    });
  }
}
