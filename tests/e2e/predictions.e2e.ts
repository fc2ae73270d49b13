// What a model makes of its validation images: the accuracy of the job, the confusion matrix, the mistakes, and two jobs image by
// image.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { create } from "./train.ts";

test("the predictions of a job's model are computed and compared", async ({ page, console }) => {
  test.setTimeout(900_000);
  const job = new Job(page);
  await create(page, "short", { epochs: "1" });
  await job.tab("Predictions");
  await expect(page.getByText("The model cannot be evaluated")).toBeVisible();
  await expect(page.getByText("The job stores its model when it ends. Then it can be evaluated.")).toBeVisible();
  await job.becomes("Completed", 240);
  await create(page, "long", { epochs: "3" });
  await job.becomes("Completed", 240);

  await test.step("the model is evaluated on request", async () => {
    await job.tab("Predictions");
    await expect(page.getByText("Nobody has looked at the predictions yet")).toBeVisible();
    await inspect(page, "predictions-none");
    await page.getByRole("button", { name: "Evaluate the model" }).click();
    await expect(page.getByRole("region", { name: "Confusion matrix" })).toBeVisible({ timeout: 180_000 });
    await expect(page.getByText(/^The job measured the same after epoch \d, which is the one that the model holds\.$/)).toBeVisible();
    await inspect(page, "predictions");
    await fits(page, 390);
  });

  await test.step("a cell leads to its images", async () => {
    const matrix = page.getByRole("region", { name: "Confusion matrix" });
    const cell = matrix.getByRole("link").first();
    const label = (await cell.getAttribute("aria-label")) ?? "";
    const [, count, truth, predicted] = /^(\d+) images of class (\d+) predicted as (\d+)$/.exec(label) ?? [];
    await cell.click();
    await expect(page).toHaveURL(new RegExp(`truth=${truth}&predicted=${predicted}`));
    await expect(page.getByText(new RegExp(`^Class ${truth} predicted as ${predicted}: ${count} of \\d+ images\\.`))).toBeVisible();
    const images = page.getByRole("list", { name: "Images with a wrong answer, worst first" });
    await expect(images.getByRole("listitem")).toHaveCount(Math.min(Number(count), 24));
    const image = images.getByRole("img", { name: `Class ${truth}, predicted ${predicted}` }).first();
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(28);
    await expect(images.getByRole("link").first()).toHaveAttribute("href", /^\/s3\/.*\.rec$/);
    await page.getByRole("link", { name: "Show all" }).click();
    await expect(page).not.toHaveURL(/truth=/);
  });

  await test.step("the result outlives the console", async () => {
    await console.restart();
    await open(page, "/training-jobs/long/predictions");
    await expect(page.getByRole("region", { name: "Confusion matrix" })).toBeVisible();
  });

  await test.step("two jobs are compared image by image", async () => {
    await open(page, "/training-jobs/compare?jobs=short,long");
    await page.getByRole("link", { name: "Compare their predictions, image by image" }).click();
    await expect(page.getByText("Both models must be evaluated on the same data before they can be compared.")).toBeVisible();
    await page.getByRole("link", { name: "Evaluate short" }).click();
    await page.getByRole("button", { name: "Evaluate the model" }).click();
    await expect(page.getByRole("region", { name: "Confusion matrix" })).toBeVisible({ timeout: 180_000 });
    await open(page, "/training-jobs/long/predictions?against=short");
    await expect(page.getByRole("heading", { name: "Compared with short" })).toBeVisible();
    await expect(page.getByText(/^Of \d+ images, \d+ got better and \d+ were forgotten; both models get \d+ wrong\.$/)).toBeVisible();
    await expect(page.getByRole("heading", { name: /^Got better \(\d+\)$/ })).toBeVisible();
    await expect(page.getByRole("heading", { name: /^Forgotten \(\d+\)$/ })).toBeVisible();
    await inspect(page, "predictions-against");
    await fits(page, 390);
  });
});
