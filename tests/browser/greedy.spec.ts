// The same model says the same in the browser and natively. Both compute the same bits, so no answer may differ by more
// than what the issue of the first light allows: one in ten.

import { expect, STARTER, test } from "./support/test.ts";

const QUESTIONS = [
  "What is a for loop?",
  "How do I reverse a string in Python?",
  "Why does my program print None?",
  "What is the difference between a list and a tuple?",
  "Explain recursion with a small example.",
  "How do I read a file line by line?",
  "What does 'index out of range' mean?",
  "When should I use a while loop?",
  "Write a function that adds two numbers.",
  "What is a variable?",
];

test("greedy answers are the same in the browser and natively", async ({ plain }) => {
  test.setTimeout(600_000);
  const answers = await plain.evaluate(
    async ([questions, id]) => {
      const ask = async (backend: "worker" | "server") => {
        const tutor = await Tutor.create({ backend, chatModel: id });
        const sampling = { temperature: 0, repeatPenalty: 1, maxTokens: 48 };
        const texts: string[] = [];
        for (const message of questions) texts.push((await tutor.chat({ message, sampling })).message);
        tutor.close();
        return texts;
      };
      return { native: await ask("server"), browser: await ask("worker") };
    },
    [QUESTIONS, STARTER] as const,
  );
  const different = QUESTIONS.filter((_, i) => answers.native[i] !== answers.browser[i]);
  console.log(`greedy answers: ${QUESTIONS.length - different.length} of ${QUESTIONS.length} the same`, different);
  expect(new Set(answers.native).size).toBe(QUESTIONS.length);
  expect(different.length).toBeLessThanOrEqual(1);
});
