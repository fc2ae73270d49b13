// A benchmark, not a check: how long a keystroke takes in a form that is as full as a form can be.
//
// A trace of Chromium says what the page's thread did between the key and the picture that shows it. The figures are
// printed and attached; nothing is asserted about them, since machines differ.

import { setTimeout as pause } from "node:timers/promises";
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

/** What a keystroke cost, in milliseconds. */
interface Cost {
  /** Work on the page's thread from the key press to the end of the frame that shows it. */
  shown: number;
  /** The longest task until the next key: a key that came then would wait for it. */
  longest: number;
}

function costs(events: Event[]): Cost[] {
  const keys = events.filter((event) => event.name === "EventDispatch" && event.args?.data?.type === "keydown");
  const thread = keys[0];
  if (!thread) return [];
  const own = events.filter((event) => event.tid === thread.tid && event.pid === thread.pid && event.ph === "X");
  // Chromium writes each task twice, under two names; one of them counts.
  const tasks = ["RunTask", "ThreadControllerImpl::RunTask"]
    .map((name) => own.filter((event) => event.name === name))
    .reduce((first, second) => (first.length > 0 ? first : second));
  const frames = own.filter((event) => event.name === "Commit" || event.name === "Paint").sort((a, b) => a.ts - b.ts);
  const end = (event: Event) => event.ts + (event.dur ?? 0);
  return keys.flatMap((key, place) => {
    // The first frame whose drawing began after the key was handled to its end.
    const handled = tasks.find((task) => task.ts <= key.ts && key.ts < end(task)) ?? key;
    const frame = frames.find((event) => event.ts >= handled.ts + (key.dur ?? 0));
    if (!frame) return [];
    const parts = tasks
      .filter((task) => task.ts < end(frame) && end(task) > key.ts)
      .map((task) => Math.min(end(frame), end(task)) - Math.max(key.ts, task.ts));
    const next = keys[place + 1]?.ts ?? Infinity;
    const after = tasks.filter((task) => task.ts >= handled.ts && task.ts < next).map((task) => task.dur ?? 0);
    return [{ shown: parts.reduce((sum, part) => sum + part, 0) / 1000, longest: Math.max(0, ...after) / 1000 }];
  });
}

function percentile(values: number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN).toFixed(1);
}

function line(label: string, found: Cost[]): string {
  const words = (name: string, values: number[]) => `${name} p50 ${percentile(values, 0.5)} ms, p99 ${percentile(values, 0.99)} ms`;
  const shown = words("to its frame", found.map((cost) => cost.shown));
  return `${label}, ${found.length} keys: ${shown}; ${words("longest task", found.map((cost) => cost.longest))}`;
}

async function measure(page: Page, label: string): Promise<Cost[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser to trace");
  const field = page.locator(`#${label}`);
  await field.focus();
  await page.keyboard.press("End");
  // The first key also warms up what is compiled when it is first used.
  await page.keyboard.press("a");
  await page.waitForTimeout(500);
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel", "disabled-by-default-devtools.timeline"] });
  for (let key = 0; key < KEYS; key += 1) {
    // Keys go to the page as they are: looking for the field at each of them would be work of the page too.
    await page.keyboard.press(key % 2 === 0 ? "b" : "Backspace");
    // A quick typist, with pauses in which the request is drawn again, and now and then one in which the draft is saved.
    await pause(key % 20 === 19 ? 1300 : key % 4 === 3 ? 250 : 70);
  }
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] };
  return costs(trace.traceEvents);
}

// The test runner's own recording takes a picture of the whole page at each step, on the page's thread.
test.use({ trace: "off", screenshot: "off" });

for (const view of ["steps", "single"] as const) {
  test(`a keystroke in a full form, ${view}`, async ({ page }, info) => {
    await page.goto(`/training-jobs/create?view=${view}&form=${encodeURIComponent(fullForm())}`);
    await hydrated(page);
    const lines: string[] = [];
    const all: Cost[] = [];
    for (const [step, id] of [
      ["Job settings", "job-name"],
      ["Hyperparameters", "hp-other-value-50"],
      ["Input data", "channel-10-content"],
      ["Output and tags", "tag-value-49"],
    ] as const) {
      if (view === "steps") await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: step }).click();
      await expect(page.locator(`#${id}`)).toBeVisible();
      const found = await measure(page, id);
      expect(found.length, "keys that were followed").toBeGreaterThan(KEYS / 2);
      all.push(...found);
      lines.push(line(`${view} ${id}`, found));
    }
    lines.push(line(view, all));
    console.log(lines.join("\n"));
    await info.attach("keystrokes", { body: lines.join("\n"), contentType: "text/plain" });
  });
}
