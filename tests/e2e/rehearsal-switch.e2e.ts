// A person switches a fault on in the settings, sees what the console makes of it, and switches it off again.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, fits, inspect, open, test } from "./fixtures.ts";

test("throttling is turned on, met, and turned off", async ({ page, console }) => {
  const rules = () => JSON.parse(readFileSync(join(console.data, "engine.json"), "utf8")).Rehearsal;
  const bar = page.getByRole("region", { name: "Fault rehearsal", exact: true });
  await open(page, "/settings");
  await expect(page.getByText("No faults are being rehearsed")).toBeVisible();
  await expect(bar).toHaveCount(0);

  await page.getByLabel("Fault", { exact: true }).selectOption({ label: "Rate exceeded (ThrottlingException)" });
  await page.getByLabel("Calls", { exact: true }).selectOption({ label: "ListModels" });
  await page.getByLabel("How often").fill("none");
  await expect(page.getByText("Type a whole number from 1 to 10000")).toBeVisible();
  await page.getByLabel("How often").fill("");
  await page.getByRole("button", { name: "Start rehearsal" }).click();
  await expect(bar).toContainText("Rate exceeded (ThrottlingException): ListModels");
  expect(rules()).toEqual([{ Fault: "throttling", Service: "sagemaker", Operation: "ListModels" }]);
  await fits(page, 360);
  await inspect(page, "settings-rehearsal");

  // The failure says what it is, and the warning beside it that it is played.
  await open(page, "/models");
  await expect(bar).toBeVisible();
  const failure = page.getByText("ThrottlingException", { exact: true });
  await expect(failure).toBeVisible({ timeout: 60_000 });
  await inspect(page, "models-throttled");

  await bar.getByRole("button", { name: "Turn everything off" }).click();
  await expect(bar).toHaveCount(0);
  expect(rules()).toEqual([]);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(failure).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Models", level: 1 })).toBeVisible();
});

test("faults of jobs have no calls, and each rehearsal ends by itself", async ({ page }) => {
  await open(page, "/settings");
  const start = page.getByRole("button", { name: "Start rehearsal" });
  await page.getByLabel("Fault", { exact: true }).selectOption({ label: "No capacity for the job" });
  await expect(page.getByLabel("Calls", { exact: true })).toHaveCount(0);
  await page.getByLabel("Name contains").fill("night");
  await page.getByLabel("How often").fill("2");
  await start.click();
  const row = page.getByRole("rowheader", { name: 'No capacity for the job: jobs, names with "night", the first 2 jobs' });
  await expect(row).toBeVisible();
  await page.getByLabel("How often").fill("");
  await page.getByLabel("Fault", { exact: true }).selectOption({ label: "Answer comes late" });
  await page.getByLabel("Delay").fill("1");
  await start.click();
  await expect(page.getByRole("rowheader", { name: 'Answer comes late: every call, names with "night", 1 s late' })).toBeVisible();
  await page.getByRole("button", { name: /^Turn off No capacity/ }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Turn off / })).toHaveCount(1);
});
