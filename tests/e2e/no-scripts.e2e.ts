// A browser without scripts: pages are whole, and the form creates a job.

import { expect, test } from "./fixtures.ts";

test.use({ javaScriptEnabled: false });

test("the form creates a job and shows what is wrong", async ({ page }) => {
  await page.goto("/training-jobs/create?example=base");
  const name = page.getByLabel("Job name", { exact: true });
  await name.fill("no_scripts");
  await page.getByLabel("learning_rate", { exact: true }).fill("0.04");
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  await expect(name).toHaveValue("no_scripts");
  await expect(page.getByLabel("learning_rate", { exact: true })).toHaveValue("0.04");
  await expect(page.getByText(/Use only letters, digits and hyphens/).first()).toBeVisible();

  await name.fill("no-scripts-1");
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  await expect(page).toHaveURL(/\/training-jobs\/no-scripts-1$/);
  await expect(page.getByRole("heading", { name: "no-scripts-1" })).toBeVisible();

  // The question stands in the page itself.
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop training job" }).click();
  await expect(page.getByText(/Stop/).first()).toBeVisible();
});
