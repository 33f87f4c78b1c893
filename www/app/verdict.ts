import type { Challenge, Grade, TestResult } from "codementor-tutor";
import { element } from "./dom";
import { showMarkdown } from "./markdown";

/** What came of an answer: what to do next, then the tests, those that failed first. */
export function verdict(challenge: Challenge, grade: Grade): HTMLElement[] {
  const head = grade.passed ? `Solved: ${grade.xp} xp` : grade.results.length ? `${passing(grade)} of ${grade.results.length} tests pass` : "";
  const feedback = element("div");
  // The head says how many pass.
  showMarkdown(feedback, grade.feedback.replace(/^\d+ of \d+ tests pass\. /, ""));
  const failed = grade.results.filter(({ passed }) => !passed);
  const passed = grade.results.filter(({ passed }) => passed);
  return [
    ...(head ? [element("p", { className: "summary", textContent: head })] : []),
    feedback,
    ...[...failed, ...passed].map((result, place) => test(challenge, result, !result.passed && place === 0)),
  ];
}

/** The tests of the examples alone, for who only tries something out. */
export function tried(challenge: Challenge, grade: Grade): HTMLElement[] {
  const shown = new Set(challenge.testCases.filter(({ isHidden }) => !isHidden).map(({ id }) => id));
  const results = grade.results.filter(({ testCaseId }) => shown.has(testCaseId));
  const right = results.filter(({ passed }) => passed).length;
  const summary = `${right} of ${results.length} examples are right.${right === results.length ? " Submit it to have all tests run." : ""}`;
  return [
    element("p", { className: "summary", textContent: summary }),
    ...results.map((result) => test(challenge, result, !result.passed || result.stdout !== "")),
  ];
}

function passing({ results }: Grade): number {
  return results.filter(({ passed }) => passed).length;
}

function test(challenge: Challenge, result: TestResult, open: boolean): HTMLElement {
  const { testCaseId, passed, input, actualOutput, expectedOutput, stdout, error, ms } = result;
  const about = challenge.testCases.find(({ id }) => id === testCaseId);
  const what = about?.isHidden ? (about.explanation ?? "Hidden.") : "An example.";
  const time = ms >= 1 ? ` · ${Math.round(ms)} ms` : "";
  const summary = element("summary", { textContent: `${passed ? "✓" : "✗"} Test ${testCaseId} · ${what}${time}` });
  const facts = element("dl");
  const fact = (name: string, ...value: (Node | string)[]) =>
    facts.append(element("dt", { textContent: name }), element("dd", {}, ...value));
  fact("called with", input);
  if (error) fact(error.line ? `line ${error.line}` : "instead", error.message);
  if (passed || !actualOutput) fact("expected", expectedOutput);
  else {
    const [expected, actual] = differing(expectedOutput, actualOutput);
    fact("expected", ...expected);
    fact("given", ...actual);
  }
  if (stdout) fact("printed", stdout);
  return element("details", { className: passed ? "test passed" : "test", open }, summary, facts);
}

/** Two texts, with what differs marked. */
function differing(one: string, other: string): [(Node | string)[], (Node | string)[]] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const marked = (text: string) => {
    const middle = text.slice(start, text.length - end);
    return [text.slice(0, start), ...(middle ? [element("mark", { textContent: middle })] : []), text.slice(text.length - end)];
  };
  return [marked(one), marked(other)];
}
