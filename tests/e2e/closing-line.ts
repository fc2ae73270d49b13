import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Ends the output with one line of counts, and fails a run in which a test was skipped: it proved nothing. */
export default class ClosingLine implements Reporter {
  private readonly results = new Map<string, TestResult["status"]>();

  onTestEnd(test: TestCase, result: TestResult) {
    this.results.set(test.id, result.status);
  }

  onEnd(): Promise<{ status?: FullResult["status"] } | undefined> {
    const statuses = [...this.results.values()];
    const passed = statuses.filter((status) => status === "passed").length;
    const skipped = statuses.filter((status) => status === "skipped").length;
    console.log(`${passed} passed, ${statuses.length - passed - skipped} failed, ${skipped} skipped`);
    return Promise.resolve(skipped > 0 || passed === 0 ? { status: "failed" } : undefined);
  }

  printsToStdio() {
    return false;
  }
}
