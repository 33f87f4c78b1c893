import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "./test.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

/** Nothing that axe finds wanting. */
export async function accessible(page: Page): Promise<void> {
  // The debugger's evaluate does not come under the page's policy.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  expect(violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => n.target).join(" ")}`)).toEqual([]);
}
