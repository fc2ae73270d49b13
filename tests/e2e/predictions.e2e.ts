// What a model makes of its validation images: the score of the job, the confusion matrix, the mistakes or the masks, and two jobs
// image by image.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { create } from "./train.ts";
import { bucket } from "./uploading.ts";

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

test.describe("with all samples", () => {
  test.use({ samples: "all" });

  test("the masks of a segmenter are shown beside the true ones", async ({ page, console }) => {
    test.setTimeout(900_000);
    // The engine stores the scenes after it has started to answer; this one is the last.
    const last = encodeURIComponent(`s3://${bucket}/samples/shapes-masks/expanded/validation_annotation/new-031.png`);
    const status = async () => (await page.request.get(`${console.url}/preview/picture?uri=${last}`)).status();
    await expect.poll(status, { timeout: 120_000 }).toBe(200);
    const job = new Job(page);
    for (const [name, epochs] of [["short", "1"], ["long", "3"]] as const) {
      await create(page, name, { epochs, crop_size: "48", base_size: "64" }, "semantic-segmentation");
      await job.becomes("Completed", 300);
      await job.tab("Predictions");
      await page.getByRole("button", { name: "Evaluate the model" }).click();
      await expect(page.getByRole("region", { name: "Confusion matrix" })).toBeVisible({ timeout: 180_000 });
    }
    await expect(page.getByText(/^The job measured the same after epoch \d, which is the one that the model holds\.$/)).toBeVisible();
    await expect(page.getByText(/^[\d,]+ of [\d,]+ pixels right/)).toBeVisible();
    const images = page.getByRole("list", { name: "Images in which not all pixels are right, worst first" });
    const first = images.getByRole("listitem").first();

    await test.step("each mask lies over what was judged", async () => {
      for (const name of [/^True classes: \d \(/, /^Predicted classes: \d \(/, /^Wrong pixels: \d.* %\. Confused most: \d as \d/]) {
        const mask = first.getByRole("img", { name });
        await mask.scrollIntoViewIfNeeded();
        await expect.poll(() => mask.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(48);
        const [over, frame] = await Promise.all([mask.boundingBox(), mask.locator("..").boundingBox()]);
        // The frame has a line around it.
        expect(Math.abs((over?.width ?? 0) - (frame?.width ?? 9))).toBeLessThanOrEqual(2);
        expect(Math.abs((over?.height ?? 0) - (over?.width ?? 9))).toBeLessThanOrEqual(1);
      }
      await expect(first.getByRole("link")).toHaveAttribute("href", /^\/s3\/.*\.jpg$/);
      await inspect(page, "predictions-masks");
      await fits(page, 390);
    });

    await test.step("a cell leads to its images", async () => {
      const cell = page.getByRole("region", { name: "Confusion matrix" }).getByRole("link").first();
      const [, truth, predicted] = /% of the pixels of class (\d) predicted as (\d)$/.exec((await cell.getAttribute("aria-label")) ?? "") ?? [];
      await cell.click();
      await expect(page).toHaveURL(new RegExp(`truth=${truth}&predicted=${predicted}`));
      await expect(page.getByText(`Images in which pixels of class ${truth} are predicted as ${predicted}: `)).toBeVisible();
      await expect(images.getByRole("listitem").first()).toBeVisible();
      await page.getByRole("link", { name: "Show all" }).click();
    });

    await test.step("two jobs are compared by the scores of the images", async () => {
      await open(page, "/training-jobs/long/predictions?against=short");
      await expect(page.getByText(/^Of \d+ images, \d+ got better, \d+ got worse and \d+ have the same score\.$/)).toBeVisible();
      const changed = page.getByRole("list", { name: /^Got (better|worse)$/ }).first();
      await expect(changed.getByText(/^Score 0\.\d{3}, before \d\.\d{3}$/).first()).toBeVisible();
      const mask = changed.getByRole("img", { name: /^Predicted classes/ }).first();
      await mask.scrollIntoViewIfNeeded();
      await expect.poll(() => mask.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(48);
      await inspect(page, "predictions-masks-against");
      await fits(page, 390);
    });
  });
});
