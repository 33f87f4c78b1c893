import { accessible } from "./support/accessible.ts";
import { expect, type Page, test } from "./support/test.ts";

const CONVERSATION = [
  { role: "user", content: "How do I add up the numbers in a list?" },
  {
    role: "assistant",
    content: `Go through the list and add each number to a **running total**:

\`\`\`python
def total(numbers):
    # Start from nothing, then add one number after the other.
    result = 0
    for number in numbers:
        result += number
    return result

print(total([1, 2, 3]))  # 6
\`\`\`

1. \`result\` starts at \`0\`.
2. The loop adds each \`number\` to it.

| call | result |
|---|---|
| \`total([])\` | 0 |
| \`total([4, 5])\` | 9 |

> Python has this built in: \`sum(numbers)\`.

<img src=x onerror="document.title='run'"><script>document.title='run'</script> [a link](javascript:alert(1)) and [a good one](https://docs.python.org/3/).`,
  },
];

async function open(page: Page): Promise<void> {
  await page.addInitScript((turns) => sessionStorage.setItem("conversation", turns), JSON.stringify(CONVERSATION));
  await page.goto("/");
  await expect(page.locator(".model").first()).toBeAttached();
}

test("what a model writes is text, never markup that runs", async ({ page }) => {
  await open(page);
  const answer = page.locator(".message.tutor");
  await expect(answer).toContainText("<script>document.title='run'</script>");
  await expect(answer.locator("img, script, [onerror]")).toHaveCount(0);
  await expect(answer.getByText("a link")).not.toHaveAttribute("href", /javascript/);
  await expect(answer.getByRole("link", { name: "a good one" })).toHaveAttribute("rel", /noopener/);
  await expect(page).toHaveTitle("CodeMentor Tutor");
  await expect(answer.locator(".hljs-keyword").first()).toHaveText("def");
});

test("the copy button copies the code", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await page.getByRole("button", { name: "Copy the Python" }).click();
  await expect(page.locator(".copy").first()).toHaveText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("result += number");
});

for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } })) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${size}, ${colorScheme}: accessible, nothing overflows`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto("/");
      await expect(page.locator(".model").first()).toBeAttached();
      const shot = (name: string) => page.screenshot({ path: `../../target/screenshots/${name}-${size}-${colorScheme}.png` });
      await shot("welcome");
      await accessible(page);

      await open(page);
      await accessible(page);
      await shot("chat");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      if (size === "phone") {
        await page.getByRole("button", { name: "Model and settings" }).click();
        await expect(page.getByRole("heading", { name: "Model", exact: true })).toBeVisible();
        await accessible(page);
        await shot("panel");
        await page.keyboard.press("Escape");
        await expect(page.getByRole("heading", { name: "Model", exact: true })).toBeHidden();
      }
    });
  }
}

test("the toggle overrides the system's colours and is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Dark colours" }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await expect(page.getByRole("button", { name: "Dark colours" })).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  expect(await background()).toBe(dark);
});

test("a failure is told kindly and can be tried again", async ({ page }) => {
  await page.route("**/models/*", (route) => route.fulfill({ contentType: "text/html", body: "<html>Sign in</html>" }));
  await page.goto("/");
  await page.getByLabel("Your question").fill("What is a for loop?");
  await page.getByRole("button", { name: "Send" }).click();
  const failure = page.locator(".message .failure");
  await expect(failure).toContainText("The model could not be fetched");
  await expect(failure.getByRole("button", { name: "Try again" })).toBeVisible();
  await page.screenshot({ path: "../../target/screenshots/failure-wide-light.png" });
  await expect(page.locator(".model").first()).toContainText("Download");
  await page.unroute("**/models/*");
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator(".message.tutor .answer-status")).toContainText("tokens/s ·", { timeout: 120_000 });
  await expect(page.locator(".message.you")).toHaveCount(1);
  await page.screenshot({ path: "../../target/screenshots/answer-wide-light.png" });
});
