// A failed job explains itself and leads to the field; logs of a job are searched; its events and exchange are shown.

import { expect, fits, hydrated, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { create } from "./train.ts";

test("a job's tabs tell all that is known of it", async ({ page }) => {
  test.setTimeout(600_000);
  const job = new Job(page);
  await create(page, "tabs", { epochs: "2" });
  await job.becomes("Completed", 240);

  await test.step("best and last accuracy are told apart", async () => {
    const figures = page.getByLabel("Validation accuracy", { exact: true }).first();
    await expect(figures).toContainText(/Best.*the epoch that the model holds/s);
    await expect(figures).toContainText("Last");
  });

  await test.step("curves are smoothed, scaled and downloaded", async () => {
    await job.tab("Metrics");
    await page.getByLabel("Scale").selectOption("Logarithmic");
    await page.getByLabel("Smoothing").fill("50");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download as CSV" }).click();
    expect((await download).suggestedFilename()).toBe("tabs-metrics.csv");
    await inspect(page, "job-metrics-logarithmic");
  });

  await test.step("the log is searched, and a line has an address", async () => {
    await job.tab("Logs");
    await page.getByRole("searchbox", { name: "Search the log" }).fill("Validation-accuracy");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page.getByText(/Match 1 of \d+/)).toBeVisible();
    await page.getByRole("button", { name: "Next match" }).click();
    await expect(page.getByText(/Match 2 of \d+/)).toBeVisible();
    await inspect(page, "job-logs-search");
    await page.getByRole("checkbox", { name: "Regular expression" }).check();
    await page.getByRole("searchbox", { name: "Search the log" }).fill("epoch\\[1\\] (train|validation)-accuracy");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page.getByText("Match 1 of 2", { exact: true })).toBeVisible();
    await page.getByRole("searchbox", { name: "Search the log" }).fill("epoch[");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page.getByText("This is no regular expression: unclosed character class.")).toBeVisible();
    await open(page, "/training-jobs/tabs/logs?line=3");
    await expect(page.locator(".log-line.marked")).toContainText("3");
    await expect(page.getByRole("checkbox", { name: "Follow the log" })).not.toBeChecked();
  });

  await test.step("events and the exchange", async () => {
    await job.tab("Events");
    await expect(page).toHaveURL(/\/training-jobs\/tabs\/events$/);
    await page.reload();
    await expect(page.getByRole("rowheader", { name: "Accepted by the service" })).toBeVisible();
    await inspect(page, "job-events");
    await job.tab("Request");
    await expect(page.getByText("Exactly what this console sent.")).toBeVisible();
    await fits(page, 360);
  });

  await test.step("tags are seen, set, and lead to their jobs", async () => {
    await open(page, "/training-jobs/tabs");
    await page.getByRole("button", { name: "Edit tags" }).click();
    const dialog = page.getByRole("dialog", { name: "Tags of tabs" });
    await dialog.getByLabel("Key").fill("team");
    await dialog.getByLabel("Value").fill("vision");
    await inspect(page, "job-tags");
    await dialog.getByRole("button", { name: "Set tag" }).click();
    const tag = page.getByRole("main").getByRole("link", { name: "team=vision" });
    await expect(tag).toBeAttached();
    await open(page, "/training-jobs/tabs");
    await tag.click();
    await expect(page).toHaveURL(/filter=tag\.team%3Dvision/);
    await expect(page.getByRole("rowheader")).toHaveText(["tabs"]);
  });

  await test.step("tags that were set in another window appear when somebody comes back", async () => {
    await open(page, "/training-jobs/tabs");
    const other = await page.context().newPage();
    await open(other, "/training-jobs/tabs");
    await other.getByRole("button", { name: "Edit tags" }).click();
    const dialog = other.getByRole("dialog", { name: "Tags of tabs" });
    await dialog.getByLabel("Key").fill("round");
    await dialog.getByLabel("Value").fill("2");
    await dialog.getByRole("button", { name: "Set tag" }).click();
    await expect(other.getByRole("main").getByRole("link", { name: "round=2" })).toBeAttached();
    await other.close();
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(page.getByRole("main").getByRole("link", { name: "round=2" })).toBeAttached();
  });

  await test.step("the palette offers what the job allows", async () => {
    await page.getByRole("button", { name: /^Search/ }).click();
    await page.getByRole("combobox", { name: "Page, action or job" }).fill("tabs");
    await expect(page.getByRole("option", { name: /Train from the model of tabs/ })).toBeVisible();
    await expect(page.getByRole("option", { name: /Continue tabs/ })).toHaveCount(0);
    await page.keyboard.press("Escape");
  });

  await test.step("on a narrow screen the tab that is shown is in sight, and the search opens by touch", async () => {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, "/training-jobs/tabs/events");
    await expect(page.getByRole("navigation", { name: "Parts of the job" }).getByRole("link", { name: "Events" })).toBeInViewport({ ratio: 0.9 });
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page.getByRole("combobox", { name: "Page, action or job" })).toBeFocused();
    await page.keyboard.press("Escape");
    if (before) await page.setViewportSize(before);
  });

  await test.step("the job is deleted, and the history keeps it", async () => {
    await open(page, "/training-jobs/tabs");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog", { name: "Delete tabs?" }).getByRole("button", { name: "Delete training job" }).click();
    await expect(page.getByText(/tabs is deleted at the target/)).toBeVisible();
    await expect(page.getByRole("group", { name: "More actions" })).toBeHidden();
    await expect(page.locator(".page-head").getByText(/^deleted /)).toBeVisible();
    await page.reload();
    await expect(page.locator(".page-head").getByText(/^deleted /)).toBeVisible();
    await open(page, "/training-jobs");
    await expect(page.getByRole("row", { name: /tabs/ })).toContainText("deleted");
  });
});

test("a failed job leads to the field that its reason is about", async ({ page }) => {
  test.setTimeout(300_000);
  const job = new Job(page);
  // More classes in the data than the job was told of: valid as a request, wrong for the data.
  await create(page, "failing", { num_classes: "5" });
  await job.becomes("Failed", 120);
  await expect(page.getByText("What it usually means:")).toBeVisible();
  await inspect(page, "job-failed");
  await page.getByRole("link", { name: "Fix and relaunch" }).click();
  await hydrated(page);
  await expect(page).toHaveURL(/clone=failing/);
  await expect(page.getByLabel("num_classes", { exact: true })).toBeFocused();
});
