// How long an analysis takes, in the page's worker and natively: programs of 200, 1,000 and 4,000 lines, made of the labelled functions.
//   cd tests/browser && npx playwright test -c bench.config.ts bench/analyze
// The native program is started for each analysis; CODEMENTOR is its path (target/release/codementor).

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "../support/test.ts";

const LINES = [200, 1000, 4000];
const TIMES = 9;
const ENDINGS = { python: "py", javascript: "js", typescript: "ts", java: "java", c: "c", cpp: "cpp", go: "go", rust: "rs" };
const WRAPPED: Record<string, [string, string]> = { java: ["class Program {\n", "}\n"], go: ["package main\n\n", ""] };

const fixtures = fileURLToPath(new URL("../../fixtures/complexity/", import.meta.url));
const codementor = process.env["CODEMENTOR"] ?? fileURLToPath(new URL("../../../target/release/codementor", import.meta.url));

/** A program of so many lines, all of it functions as learners write them. */
function program(language: keyof typeof ENDINGS, lines: number): string {
  const files = readdirSync(fixtures).filter((name) => name.endsWith(`.${ENDINGS[language]}`));
  const all = files.flatMap((name) => readFileSync(fixtures + name, "utf8").split("\n").filter((line) => !/^(#|\/\/) time:/.test(line)));
  const repeated = Array.from({ length: lines }, (_, at) => all[at % all.length]);
  const [before, after] = WRAPPED[language] ?? ["", ""];
  return `${before}${repeated.join("\n")}\n${after}`;
}

const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

test("how long an analysis takes", async ({ plain }) => {
  test.setTimeout(0);
  const heads = LINES.flatMap((lines) => [`page ${lines}`, `native ${lines}`]);
  console.log(`\n${"ms, median".padEnd(12)}${heads.map((head) => head.padStart(13)).join("")}`);
  for (const language of Object.keys(ENDINGS) as (keyof typeof ENDINGS)[]) {
    const row: number[] = [];
    for (const lines of LINES) {
      const code = program(language, lines);
      const inPage = await plain.evaluate(
        async ({ code, language, times }) => {
          const tutor = await Tutor.create({ backend: "worker" });
          await tutor.analyze({ code: "x", language });
          const took: number[] = [];
          for (let at = 0; at < times; at++) {
            const start = performance.now();
            // Another program each time, so that nothing is remembered.
            await tutor.analyze({ code: code + "\n".repeat(at), language });
            took.push(performance.now() - start);
          }
          tutor.close();
          return took;
        },
        { code, language, times: TIMES },
      );
      const natively = Array.from({ length: TIMES }, () => {
        const start = performance.now();
        execFileSync(codementor, ["analyze", "--json", "--language", language, "-"], { input: code, maxBuffer: 1 << 28 });
        return performance.now() - start;
      });
      row.push(middle(inPage), middle(natively));
    }
    console.log(`${language.padEnd(12)}${row.map((ms) => ms.toFixed(0).padStart(13)).join("")}`);
  }
});
