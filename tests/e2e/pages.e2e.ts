// Every page that needs no job: axe in both colour schemes, and the width of a telephone.

import { expect, fits, inspect, open, test } from "./fixtures.ts";

const pages = [
  ["training-jobs", "/training-jobs", "Training jobs"],
  ["create-start", "/training-jobs/create", "Create training job"],
  ["create-example", "/training-jobs/create?example=base", "Create training job"],
  ["s3-buckets", "/s3", "S3 browser"],
  ["s3-samples", "/s3/sagemaker-us-west-2-000000000000/samples/digits/base/train/", "S3 browser"],
  ["help", "/help", "Help"],
  ["job-not-found", "/training-jobs/no-such-job", "not found"],
  ["page-not-found", "/no-such-page", "not found"],
] as const;

for (const [name, path, title] of pages) {
  test(`${path} is accessible and fits`, async ({ page }) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      // A page that is not found is itself answered with 404, and the browser says so.
      if (message.type() === "error" && !message.text().includes("404")) problems.push(message.text());
    });
    await open(page, path);
    await expect(page).toHaveTitle(new RegExp(title));
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByText("Local engine").first()).toBeVisible();
    await inspect(page, name);
    await fits(page, 360);
    await fits(page, 1920);
    expect(problems).toEqual([]);
  });
}

test("no page asks any other origin for anything", async ({ page, console }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(console.url) && !request.url().startsWith("data:")) foreign.push(request.url());
  });
  for (const [, path] of pages) await open(page, path);
  expect(foreign).toEqual([]);
});

test("the theme is chosen and remembered", async ({ page }) => {
  await open(page, "/training-jobs");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: /Theme/ }).click();
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await expect.poll(background).not.toBe(light);
  await page.reload();
  expect(await background()).not.toBe(light);
});

test("the first stop of the Tab key leads past the navigation", async ({ page }) => {
  await open(page, "/training-jobs");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
});
