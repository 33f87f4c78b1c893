// The page's graders agree with python3 and node: what passes there passes here, and what fails there fails here. tests/challenges
// runs the same programs natively. A sample, unless CHALLENGE_GRADERS=all.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/test.ts";

const ROOT = fileURLToPath(new URL("../../src/tutor/challenge/families/", import.meta.url));
const all = readdirSync(ROOT).filter((name) => existsSync(`${ROOT}${name}/family.toml`)).sort();
/** Every so-manieth, and those with nodes. */
const wanted = process.env["CHALLENGE_GRADERS"] === "all" ? all : all.filter((name, n) => n % 16 === 0 || name === "reverse_in_groups" || name === "pair_sum");

for (const name of wanted) {
  test(`${name}: good answers pass, and mistakes are found`, async ({ plain }) => {
    test.setTimeout(240_000);
    const toml = readFileSync(`${ROOT}${name}/family.toml`, "utf8");
    const version = /^version = (\d+)/m.exec(toml)![1];
    const level = /^\[levels\]\s+^(\w+) =/m.exec(toml)![1];
    const programs = readdirSync(`${ROOT}${name}`)
      .filter((file) => /^(reference|wrong_\w+)\.(py|js)$/.test(file))
      .map((file) => ({ file, language: file.endsWith("py") ? "python" : "javascript", code: readFileSync(`${ROOT}${name}/${file}`, "utf8") }));
    expect(programs.length).toBeGreaterThanOrEqual(8);
    const verdicts = await plain.evaluate(
      async ([id, programs]) => {
        const tutor = await Tutor.create({ backend: "worker" });
        const verdicts: Record<string, string> = {};
        for (const { file, language, code } of programs) {
          const grade = await tutor.grade(id.replace("LANGUAGE", language), code);
          const failed = grade.results.filter(({ passed }) => !passed);
          const [first] = failed;
          verdicts[file] = grade.passed ? "passes" : file.startsWith("reference") ? JSON.stringify(first).slice(0, 500) : "fails";
        }
        tutor.close();
        return verdicts;
      },
      [`${name.replaceAll("_", "-")}.${version}.${level}.LANGUAGE.5`, programs] as const,
    );
    const due = Object.fromEntries(programs.map(({ file }) => [file, file.startsWith("reference") ? "passes" : "fails"]));
    expect(verdicts).toEqual(due);
  });
}
