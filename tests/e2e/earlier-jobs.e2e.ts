// Jobs of one name, one after the other; and what is said when the server is away.

import { expect, inspect, open, picture, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { create } from "./train.ts";

test("a job that was deleted keeps its page when a later job gets its name", async ({ page }) => {
  test.setTimeout(240_000);
  const job = new Job(page);
  await create(page, "again", { epochs: "1" });
  await job.becomes("Completed", 90);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete training job" }).click();
  await expect(page.getByText(/^deleted/)).toBeVisible({ timeout: 20_000 });

  await create(page, "again", { epochs: "2" });
  await job.becomes("Completed", 90);
  await open(page, "/training-jobs?q=again");
  const names = page.getByRole("rowheader").getByRole("link", { name: "again" });
  await expect(names).toHaveCount(2);
  // Two runs of one name are two jobs to compare.
  const ticks = page.getByRole("checkbox", { name: "Select again" });
  await ticks.first().check();
  await expect(ticks.last()).not.toBeChecked();
  await ticks.last().check();
  await inspect(page, "list-one-name-twice");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("row", { name: /epochs/ }).first()).toContainText("1");
  await expect(page.getByRole("row", { name: /epochs/ }).first()).toContainText("2");

  await open(page, "/training-jobs?q=again");
  await names.last().click();
  await expect(page.getByRole("link", { name: "A later job has this name" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Train from this model" })).toHaveAttribute("aria-disabled", "true");
  await inspect(page, "job-earlier");
  await job.tab("Events");
  await expect(page.getByText("It is deleted, as was asked here.")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "Request stored and sent" })).toHaveCount(1);
  await job.tab("Logs");
  await expect(page.getByText(/Epoch\[0\]/).first()).toBeVisible();
  await expect(page.getByText(/Epoch\[1\]/)).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText(/Epoch\[0\] Time cost/)).toBeInViewport();
  await picture(page, "job-earlier-logs-narrow");
});

test("a page that listens says when the server is away, and goes on when it is back", async ({ page, console }) => {
  test.setTimeout(120_000);
  await open(page, "/training-jobs");
  await expect(page.locator(".live-note.live")).toBeVisible();
  await console.pause();
  const words = page.getByText("The connection to the console's server is lost");
  await expect(words).toBeVisible({ timeout: 20_000 });
  await inspect(page, "list-without-server");
  await console.resume();
  await expect(words).toBeHidden({ timeout: 30_000 });
});
