// The form before its scripts run, and without them.

import { expect, hydrated, test } from "./fixtures.ts";

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("channels, tags and rows come and go, and nothing typed is lost", async ({ page }) => {
    await page.goto("/training-jobs/create?example=base");
    await page.getByLabel("Job name", { exact: true }).fill("typed-1");
    await page.getByRole("button", { name: "Add tag" }).click();
    await expect(page.getByLabel("Job name", { exact: true })).toHaveValue("typed-1");
    await page.getByLabel("Key", { exact: true }).fill("team");
    await page.getByRole("button", { name: "Add channel" }).click();
    await expect(page.getByLabel("Key", { exact: true })).toHaveValue("team");
    await expect(page.getByRole("group", { name: "New channel" })).toBeVisible();
    await page.getByRole("button", { name: "Remove New channel" }).click();
    await expect(page.getByRole("group", { name: "New channel" })).toHaveCount(0);
    await page.getByRole("button", { name: "Remove tag 1" }).click();
    await expect(page.getByLabel("Key", { exact: true })).toHaveCount(0);
    await expect(page.getByLabel("Job name", { exact: true })).toHaveValue("typed-1");
  });

  test("a form that is too long for an address comes back with all that was typed and why it was refused", async ({ page }) => {
    await page.goto("/training-jobs/create?example=base");
    await page.getByLabel("Job name", { exact: true }).fill("not_a_name");
    // Words of 200 signs on 100 lines: together about 20,000, each of which takes three signs in an address.
    const words = Array.from({ length: 100 }, (_, line) => `${line}${"é".repeat(200)}`).join("\n");
    await page.getByLabel("Container arguments", { exact: true }).fill(words);
    for (const time of ["first", "second"]) {
      await page.getByRole("button", { name: "Create training job", exact: true }).last().click();
      await expect(page, time).toHaveURL(/\?draft=/);
      await expect(page.getByRole("alert").getByText(/Use only letters, digits and hyphens/)).toBeVisible();
      await expect(page.getByLabel("Job name", { exact: true })).toHaveAccessibleDescription(/Use only letters/);
      await expect(page.getByLabel("Job name", { exact: true })).toHaveValue("not_a_name");
      await expect(page.getByLabel("Container arguments", { exact: true })).toHaveValue(words);
    }
    // One draft keeps it, however often it is refused; a row can be added as well.
    const first = page.url();
    await page.getByRole("button", { name: "Add tag" }).click();
    await expect(page.getByLabel("Key", { exact: true })).toBeVisible();
    expect(new URL(page.url()).search).toBe(new URL(first).search);
  });

  test("the Enter key creates the job and edits no row", async ({ page }) => {
    await page.goto("/training-jobs/create?example=base");
    const name = page.getByLabel("Job name", { exact: true });
    await name.fill("not_a_name");
    await name.press("Enter");
    await expect(page.getByText(/Use only letters, digits and hyphens/).first()).toBeVisible();
    await expect(name).toHaveValue("not_a_name");
  });
});

test("text that was typed before the scripts ran stays", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/training-jobs/create?example=base", { waitUntil: "commit" });
  const name = page.getByLabel("Job name", { exact: true });
  await name.fill("typed-early");
  await page.getByRole("radio", { name: "Your own algorithm container in ECR" }).check();
  // The links in the list of steps work by their addresses until then.
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Output and tags" }).click();
  await expect(page.getByLabel("S3 output path", { exact: true })).toBeVisible();
  await page.getByLabel("Enable managed spot training").check();
  release();
  await hydrated(page);
  // The step that was gone to stays in view.
  await expect(page.getByLabel("Enable managed spot training")).toBeVisible();
  await expect(page.getByLabel("Enable managed spot training")).toBeChecked();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Job settings" }).click();
  await expect(name).toHaveValue("typed-early");
  await expect(page.getByRole("radio", { name: "Your own algorithm container in ECR" })).toBeChecked();
});
