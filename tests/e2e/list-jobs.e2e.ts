// The list: filters, order and columns in the address, saved filters, and what is done with several jobs at once.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { create } from "./train.ts";

test("jobs are filtered, ordered, ticked, compared and tagged", async ({ page }) => {
  test.setTimeout(600_000);
  const job = new Job(page);
  for (const name of ["list-one", "list-two", "other-three"]) {
    await create(page, name, { epochs: "1", num_training_samples: "200" });
    await job.becomes("Completed", 180);
  }
  const filter = page.getByRole("combobox", { name: "Filter training jobs" });
  const names = page.getByRole("rowheader");

  await test.step("a filter is built by keyboard and stands in the address", async () => {
    await open(page, "/training-jobs");
    await expect(names).toHaveText(["other-three", "list-two", "list-one"]);
    await filter.focus();
    await page.keyboard.type("nam");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(filter).toHaveValue("name ");
    await page.keyboard.type("^ list");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/filter=name%5Elist/);
    await expect(names).toHaveText(["list-two", "list-one"]);
    await expect(page.getByText("(2 of 3)")).toBeVisible();
    await inspect(page, "jobs-filtered");
  });

  await test.step("a column orders the rows, and once more the other way round", async () => {
    await page.getByRole("link", { name: "Name", exact: true }).click();
    await expect(names).toHaveText(["list-one", "list-two"]);
    await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
    await page.getByRole("link", { name: "Name", exact: true }).click();
    await expect(names).toHaveText(["list-two", "list-one"]);
    await expect(page).toHaveURL(/sort=name&order=desc/);
  });

  await test.step("columns are chosen", async () => {
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Instance" }).check();
    await expect(page.getByRole("columnheader", { name: "Instance" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.reload();
    await expect(page.getByRole("columnheader", { name: "Instance" })).toBeVisible();
  });

  await test.step("what is shown is saved and found again", async () => {
    await open(page, "/training-jobs?filter=name%5Elist");
    await page.getByRole("button", { name: "Saved filters" }).click();
    await page.getByLabel("Save the current filters as").fill("my lists");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("link", { name: "my lists" })).toBeVisible();
    await open(page, "/training-jobs");
    await page.getByRole("button", { name: "Saved filters" }).click();
    await page.getByRole("link", { name: "my lists" }).click();
    await expect(names).toHaveText(["list-two", "list-one"]);
  });

  await test.step("what is no filter says why, and nothing is lost", async () => {
    await filter.fill("accuracy >= high");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/needs a number, not high/)).toBeVisible();
    await expect(filter).toHaveValue("accuracy >= high");
  });

  await test.step("columns' headings and hyperparameters filter too, and what is no property is told", async () => {
    await open(page, "/training-jobs");
    await filter.fill("best accuracy >= 0");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("listbox", { name: "Filter training jobs" })).toBeHidden();
    await expect(page).toHaveURL(/filter=best%3E%3D0/);
    await expect(names).toHaveCount(3);
    await filter.fill("params.epochs > 1");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/params\.epochs%3E1/);
    await expect(names).toHaveCount(0);
    await open(page, "/training-jobs?filter=params.epochs%3D1");
    await expect(names).toHaveCount(3);
    await open(page, "/training-jobs");
    await filter.fill("colour = red");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/Searched for as text\. There is no property called colour/)).toBeVisible();
    await open(page, "/training-jobs?sort=luck");
    await expect(page.getByText(/cannot be ordered by luck/)).toBeVisible();
  });

  await test.step("ticked jobs are tagged, and the tag filters", async () => {
    await open(page, "/training-jobs");
    await expect(page.getByRole("button", { name: "Compare" })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("checkbox", { name: "Select list-one" }).check();
    await page.getByRole("checkbox", { name: "Select list-two" }).check();
    await page.getByRole("button", { name: "Tag", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Tag 2 jobs" });
    await dialog.getByLabel("Key").fill("team");
    await dialog.getByLabel("Value").fill("vision");
    await inspect(page, "jobs-tag");
    await dialog.getByRole("button", { name: "Set tag" }).click();
    await expect(page.getByText("2 jobs are tagged.")).toBeVisible();
    await open(page, "/training-jobs?filter=tag.team%3Dvision");
    await expect(names).toHaveText(["list-two", "list-one"]);
  });

  await test.step("ticked jobs are compared", async () => {
    await page.getByRole("checkbox", { name: "Select all jobs of this page" }).check();
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page).toHaveURL(/compare\?jobs=list-one%2Clist-two/);
  });

  await open(page, "/training-jobs");
  await fits(page, 360);
});
