// A benchmark, not a check: how long a keystroke takes in a form that is as full as a form can be.
//
// A trace of Chromium says what the page's thread did between the key and the picture that shows it. The figures are
// printed and attached; nothing is asserted about them, since machines differ.

import type { Page } from "@playwright/test";
import { expect, hydrated, test } from "./fixtures.ts";

const CHANNELS = 20;
const HYPERPARAMETERS = 100;
const TAGS = 50;
const KEYS = 40;

/** The form with everything at its limit, as the server gives it back to a browser without scripts. */
function fullForm(): string {
  const list = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => item(index));
  const draft = {
    job_name: "speed-1",
    role: "arn:aws:iam::000000000000:role/BatonTraining",
    algorithm_source: "container",
    container: "123456789012.dkr.ecr.us-west-2.amazonaws.com/mine:1",
    input_mode: "File",
    instance_type: "ml.p3.2xlarge",
    instance_count: "1",
    volume: "30",
    max_runtime: "1",
    max_runtime_unit: "days",
    output_path: "s3://sagemaker-us-west-2-000000000000/output",
    channels: list(CHANNELS, (index) => ({
      name: `channel-${index}`,
      input_mode: "File",
      content_type: "application/x-recordio",
      compression: "None",
      record_wrapper: "None",
      source: "s3",
      data_type: "S3Prefix",
      distribution: "FullyReplicated",
      uri: "s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/",
    })),
    other_hyperparameters: list(HYPERPARAMETERS, (index) => ({ key: `name_${index}`, value: `${index}` })),
    tags: list(TAGS, (index) => ({ key: `tag-${index}`, value: `value ${index}` })),
  };
  return JSON.stringify({ draft, error: null });
}

type Event = { name: string; ph: string; ts: number; dur?: number; tid: number; pid: number; args?: any };

/** Milliseconds of work on the page's thread from each key press to the frame that shows it. */
function work(events: Event[]): number[] {
  const keys = events.filter((event) => event.name === "EventDispatch" && event.args?.data?.type === "keydown");
  const thread = keys[0];
  if (!thread) return [];
  const own = events.filter((event) => event.tid === thread.tid && event.pid === thread.pid && event.ph === "X");
  const tasks = own.filter((event) => event.name === "RunTask" || event.name === "ThreadControllerImpl::RunTask");
  const frames = own.filter((event) => event.name === "Commit" || event.name === "Paint").sort((a, b) => a.ts - b.ts);
  return keys.flatMap((key) => {
    // The first frame whose drawing began after the key was handled to its end.
    const handled = tasks.find((task) => task.ts <= key.ts && key.ts < task.ts + (task.dur ?? 0)) ?? key;
    const frame = frames.find((event) => event.ts >= handled.ts + (key.dur ?? 0));
    if (!frame) return [];
    const end = frame.ts + (frame.dur ?? 0);
    const busy = tasks
      .filter((task) => task.ts < end && task.ts + (task.dur ?? 0) > key.ts)
      .map((task) => Math.min(end, task.ts + (task.dur ?? 0)) - Math.max(key.ts, task.ts));
    return [busy.reduce((sum, part) => sum + part, 0) / 1000];
  });
}

function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

async function measure(page: Page, label: string): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser to trace");
  const field = page.locator(`#${label}`);
  await field.focus();
  await field.press("End");
  // The first key also warms up what is compiled when it is first used.
  await field.press("a");
  await page.waitForTimeout(500);
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel", "disabled-by-default-devtools.timeline"] });
  for (let key = 0; key < KEYS; key += 1) {
    await field.press(key % 2 === 0 ? "b" : "Backspace");
    await page.waitForTimeout(70);
  }
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] };
  return work(trace.traceEvents);
}

for (const view of ["steps", "single"] as const) {
  test(`a keystroke in a full form, ${view}`, async ({ page }, info) => {
    await page.goto(`/training-jobs/create?view=${view}&form=${encodeURIComponent(fullForm())}`);
    await hydrated(page);
    const lines: string[] = [];
    const all: number[] = [];
    for (const [step, id] of [
      ["Job settings", "job-name"],
      ["Hyperparameters", "hp-other-value-50"],
      ["Input data", "channel-10-content"],
      ["Output and tags", "tag-value-49"],
    ] as const) {
      if (view === "steps") await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: step }).click();
      await expect(page.locator(`#${id}`)).toBeVisible();
      const found = (await measure(page, id)).sort((a, b) => a - b);
      expect(found.length, "keys that were followed").toBeGreaterThan(KEYS / 2);
      all.push(...found);
      lines.push(`${view} ${id}: p50 ${percentile(found, 0.5).toFixed(1)} ms, p99 ${percentile(found, 0.99).toFixed(1)} ms`);
    }
    all.sort((a, b) => a - b);
    lines.push(`${view}, ${all.length} keys: p50 ${percentile(all, 0.5).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms`);
    console.log(lines.join("\n"));
    await info.attach("keystrokes", { body: lines.join("\n"), contentType: "text/plain" });
  });
}
