// Where a browser gives less than the engine wants: memory that cannot grow, and two tabs for the same machine and files.

import { expect, openPlain, type Page, STARTER, test } from "./support/test.ts";

const MB = 1024 * 1024;

/** Lets the engine's memory grow to so many bytes and no further. */
async function limitMemory(page: Page, bytes: number): Promise<() => boolean> {
  let limited = false;
  await page.route("**/pkg/wasm/*-threads/codementor_tutor.js", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/maximum:\s*\d+/g, `maximum:${bytes / 65536}`);
    limited ||= body.includes(`maximum:${bytes / 65536}`);
    await route.fulfill({ response, body });
  });
  return () => limited;
}

test("a model that memory has no room for is out_of_memory", async ({ plain }) => {
  const limited = await limitMemory(plain, 80 * MB);
  const seen = await plain.evaluate(async (id) => {
    const tutor = await Tutor.create({ backend: "worker", chatModel: id });
    const chat = () => outcome(tutor.chat({ message: "Hi", sampling: { maxTokens: 4 } }));
    return [await chat(), await chat()];
  }, STARTER);
  expect(limited()).toBe(true);
  for (const { code, coded, message } of seen) {
    expect({ code, coded }).toEqual({ code: "out_of_memory", coded: true });
    expect(message).toContain("smaller model");
  }
});

test("a chat that memory has no room for is out_of_memory, and a shorter one is answered", async ({ plain }) => {
  const limited = await limitMemory(plain, 128 * MB);
  const seen = await plain.evaluate(async (id) => {
    const tutor = await Tutor.create({ backend: "worker", chatModel: id });
    const sampling = { maxTokens: 8, temperature: 0 };
    const short = () => outcome(tutor.chat({ message: "What is a loop?", sampling }));
    const first = await short();
    const long = await outcome(tutor.chat({ message: "What does this do? ".repeat(360), sampling }));
    return { first, long, again: await short() };
  }, STARTER);
  expect(limited()).toBe(true);
  expect(seen.first.value?.message).toBeTruthy();
  expect(seen.long).toMatchObject({ code: "out_of_memory", coded: true });
  expect(seen.again).toMatchObject({ value: { message: seen.first.value?.message } });
});

test("two tabs at once both answer", async ({ plain, context }) => {
  const other = await context.newPage();
  await openPlain(other);
  const answer = async (id: string) => {
    const tutor = await Tutor.create({ backend: "worker", chatModel: id });
    const reply = await tutor.chat({ message: "What is a for loop?", sampling: { temperature: 0, maxTokens: 24 } });
    tutor.close();
    return reply.message;
  };
  // The model is stored first: who downloads it while another does is told so.
  const alone = await plain.evaluate(answer, STARTER);
  expect(alone.length).toBeGreaterThan(20);
  expect(await Promise.all([plain, other].map((page) => page.evaluate(answer, STARTER)))).toEqual([alone, alone]);
});
