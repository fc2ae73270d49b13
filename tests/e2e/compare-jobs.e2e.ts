// Jobs side by side: what differs comes first, the best is marked, and all of it is a file too.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { create } from "./train.ts";

test("two jobs are compared and exported", async ({ page }) => {
  test.setTimeout(600_000);
  const job = new Job(page);
  await create(page, "short", { epochs: "1" });
  await job.becomes("Completed", 180);
  await create(page, "long", { epochs: "3" });
  await job.becomes("Completed", 240);

  await open(page, "/training-jobs/compare?jobs=short,long,nobody");
  await expect(page.getByText("No job here is named nobody.")).toBeVisible();
  const differing = page.getByRole("region", { name: "Settings that differ" });
  await expect(differing.getByRole("row", { name: /epochs/ })).toContainText("1");
  await expect(differing.getByRole("row", { name: /epochs/ })).toContainText("3");
  await expect(differing.getByRole("row", { name: /num_layers/ })).toHaveCount(0);
  const results = page.getByRole("region", { name: "Results side by side" });
  await expect(results.getByRole("rowheader").filter({ hasText: "best" })).toHaveCount(1);
  await expect(page.getByRole("img", { name: /Validation accuracy\. short: 0\.\d+.*long: 0\.\d+/ })).toBeVisible();
  await inspect(page, "compare");
  await fits(page, 360);

  const text = await (await page.request.get("/training-jobs/compare.csv?jobs=short,long")).text();
  expect(text.split("\r\n")[0]).toBe("part,setting,differs,short,long");
  expect(text).toContain("Hyperparameters,epochs,yes,1,3");
  const json = await (await page.request.get("/training-jobs/compare.json?jobs=short,long")).json();
  expect(json.jobs.map((one: any) => one.summary.name)).toEqual(["short", "long"]);

  await page.getByRole("link", { name: "Take short out of the comparison" }).click();
  await expect(page).toHaveURL(/compare\?jobs=long$/);
});
