import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Passes on what the measurements say, and why one failed. Everything goes to stderr: stdout is for the table. */
export default class implements Reporter {
  onStdErr(text: string | Buffer): void {
    process.stderr.write(text);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const error of result.errors) process.stderr.write(`${test.title} failed: ${error.stack ?? error.message ?? error.value}\n`);
  }

  onError(error: { message?: string }): void {
    process.stderr.write(`${error.message}\n`);
  }

  onEnd(result: FullResult): void {
    if (result.status === "interrupted") process.stderr.write("interrupted\n");
  }

  printsToStdio(): boolean {
    return true;
  }
}
