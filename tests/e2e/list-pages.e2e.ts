// The list with many jobs: what words find, pages and their rows, and the way back from a job.

import type { Page } from "@playwright/test";
import { type Console } from "./console.ts";
import { expect, fits, hydrated, inspect, open, test } from "./fixtures.ts";

const NAMES = Array.from({ length: 120 }, (_, index) => `net-${index + 1}`);

/** A history of ended jobs, the newest first in the list. */
async function fill(console: Console): Promise<void> {
  const job = (name: string, index: number) => ({
    name,
    origin: "elsewhere",
    status: index % 10 === 0 ? "Failed" : "Completed",
    secondary_status: index % 10 === 0 ? "Failed" : "Completed",
    created_at: Date.UTC(2026, 0, 1) + index * 60_000,
    ended_at: Date.UTC(2026, 0, 1) + index * 60_000 + 30_000,
    algorithm: index % 4 === 0 ? "XGBoost" : "123456789012.dkr.ecr.us-west-2.amazonaws.com/a-name-that-is-too-long-for-its-column:1",
    instance_type: "ml.p3.2xlarge",
    // The engine of the test knows none of them.
    vanished_at: Date.UTC(2026, 1, 1),
    arn: `arn:aws:sagemaker:us-west-2:000000000000:training-job/${name}`,
    log_state: "complete",
  });
  const lines = [{ baton: "history", version: 1 }, ...NAMES.map((name, index) => ({ job: job(name, index) }))];
  await console.import(lines);
}

/** Heights of the rows, in pixels. */
async function heights(page: Page): Promise<number[]> {
  return page.locator(".jobs-table tbody tr").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
}

test.beforeEach(async ({ console }) => {
  await fill(console);
});

test("words find the middle of a name, a state and an algorithm, and a value alone is suggested as a filter", async ({ page }) => {
  const filter = page.getByRole("combobox", { name: "Filter training jobs" });
  await open(page, "/training-jobs");
  for (const [words, count] of [["et-11", 11], ["FAILED", 12], ["xgboost", 30], ["et-1 xgb failed", 2], ["nothing-has-this", 0]] as const) {
    await filter.fill(words);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await expect(page.getByText(`(${count} of 120)`)).toBeVisible();
  }
  await expect(page.getByText("Clear filters to see all 120.")).toBeVisible();
  await inspect(page, "jobs-no-match");
  await page.getByRole("main").getByRole("link", { name: "Clear filters" }).last().click();
  await expect(page.getByText("(120)")).toBeVisible();

  await filter.fill("Failed");
  await expect(page.getByRole("option", { name: "Status = Failed" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/filter=status%3DFailed/);
  await filter.fill("xgb");
  await expect(page.getByRole("option", { name: "Algorithm : XGBoost" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/filter=algorithm%3AXGBoost/);
  await expect(page.getByText("(6 of 120)")).toBeVisible();
  const match = page.getByRole("group", { name: "How filters match" });
  await expect(match).toHaveText("Match: all / any");
  await match.getByRole("link", { name: "any" }).click();
  await expect(page.getByText("(36 of 120)")).toBeVisible();
});

test("each row is one line, and pages are reached by number", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, "/training-jobs");
  const names = page.getByRole("rowheader");
  await expect(names).toHaveCount(25);
  expect(Math.max(...(await heights(page)))).toBeLessThanOrEqual(44);
  const frame = page.getByRole("region", { name: "Training jobs" });
  expect(await frame.evaluate((element) => element.scrollWidth - element.clientWidth), "the table fits").toBeLessThanOrEqual(0);
  const algorithm = page.getByRole("cell", { name: /a-name-that-is-too-long/ }).first();
  await expect(algorithm).toHaveAttribute("title", /a-name-that-is-too-long-for-its-column:1$/);

  const number = page.getByRole("textbox", { name: "Page", exact: true });
  await expect(number).toHaveAccessibleDescription("of 5");
  await number.fill("5");
  await number.press("Enter");
  await expect(page).toHaveURL(/\?page=5$/);
  await expect(names).toHaveCount(20);
  await expect(page.getByText("Jobs 101 to 120 of 120")).toBeVisible();
  await number.fill("6");
  await number.press("Enter");
  await expect(number).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("Type a page from 1 to 5.")).toBeVisible();
  await expect(page).toHaveURL(/\?page=5$/);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(number).toHaveValue("4");
  await expect(page.getByText("Type a page from 1 to 5.")).toBeHidden();
  await inspect(page, "jobs-pages");
});

test("the number of rows stays, and the address wins over it", async ({ page }) => {
  await open(page, "/training-jobs?page=3");
  const names = page.getByRole("rowheader");
  const rows = page.getByRole("combobox", { name: "Rows per page" });
  await expect(rows).toHaveValue("25");
  await rows.selectOption("50");
  // The first row of the page stays in view: rows 51 to 75 are on the second page of fifty.
  await expect(page).toHaveURL(/\?page=2$/);
  await expect(names).toHaveCount(50);
  await open(page, "/training-jobs");
  await expect(rows).toHaveValue("50");
  await expect(names).toHaveCount(50);
  await open(page, "/training-jobs?rows=10&page=2");
  await expect(rows).toHaveValue("10");
  await expect(names).toHaveCount(10);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/page=3&rows=10/);
  await rows.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/\/training-jobs(\?page=\d+)?$/);
  await expect(rows).toHaveValue("25");
});

test("Back leads to the place that was left, and the breadcrumb to the same question", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 700 });
  await open(page, "/training-jobs?sort=name&order=asc&rows=50&page=2");
  const names = page.getByRole("rowheader");
  // Names are ordered as people count.
  await expect(names.first()).toContainText("net-51");
  await expect(names.last()).toContainText("net-100");
  const link = page.getByRole("link", { name: "net-90", exact: true });
  await link.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  expect(place).toBeGreaterThan(300);
  await link.click();
  await expect(page.getByRole("heading", { name: "net-90" })).toBeVisible();
  await page.goBack();
  await expect(link).toBeInViewport();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(place);

  await link.click();
  await expect(page.getByRole("heading", { name: "net-90" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
  await page.reload();
  await hydrated(page);
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: "Training jobs" }).click();
  await expect(page).toHaveURL(/\/training-jobs\?sort=name&order=asc&page=2&rows=50$/);
  await expect(names.first()).toContainText("net-51");
});

test("on a narrow page one field has the order", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/training-jobs");
  const sort = page.getByRole("combobox", { name: "Sort by" });
  await expect(sort).toHaveValue("created");
  await expect(page.getByRole("link", { name: "Duration", exact: true })).toBeHidden();
  await sort.selectOption("Name");
  await expect(page).toHaveURL(/sort=name&order=asc/);
  await expect(page.getByRole("rowheader").nth(9)).toContainText("net-10");
  await page.getByRole("link", { name: "Ascending: change to descending" }).click();
  await expect(page.getByRole("rowheader").first()).toContainText("net-120");
  await inspect(page, "jobs-narrow");
  await fits(page, 390);
});
