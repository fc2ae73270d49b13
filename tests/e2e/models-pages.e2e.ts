// Models: made, shown, deleted; and a model from elsewhere that is uploaded and judged.

import { randomBytes } from "node:crypto";

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { archive, classifier } from "./made.ts";
import { bucket, upload } from "./uploading.ts";
import { refuses, type } from "./wizard.ts";

test("a model is made from an artifact, shown, and deleted", async ({ page }) => {
  test.setTimeout(240_000);
  await open(page, "/models");
  await expect(page.getByText("No models yet")).toBeVisible();
  await inspect(page, "models-none");
  const uri = await upload(page, "uploaded-models/", "model.tar.gz", classifier(0.1));

  await open(page, `/models/create?artifact=${encodeURIComponent(uri)}`);
  await expect(page.getByLabel("Model data URL", { exact: true })).toHaveValue(uri);
  const name = page.getByLabel("Model name", { exact: true });
  await page.getByRole("button", { name: "Create model" }).click();
  await refuses(name, /Enter a name/);
  await expect(name).toBeFocused();
  await type(name, "under_score");
  await refuses(name, /letters, digits and hyphens/);
  await inspect(page, "models-create");
  await fits(page, 360);
  await type(name, "cats-v1");
  await page.getByRole("button", { name: "Create model" }).click();

  await expect(page).toHaveURL(/\/models\/cats-v1$/);
  await expect(page.getByRole("heading", { name: "Primary container" })).toBeVisible();
  await expect(page.getByRole("link", { name: uri })).toBeVisible();
  await expect(page.getByText("Image Classification can start from it")).toBeVisible();
  await expect(page.getByRole("link", { name: "Train from this model" })).toHaveAttribute("href", /create\?artifact=/);
  await inspect(page, "models-one");
  await fits(page, 360);

  await open(page, "/models");
  await expect(page.getByRole("rowheader", { name: "cats-v1" })).toBeVisible();
  await inspect(page, "models-list");
  await page.getByRole("searchbox", { name: "Part of the name" }).fill("dogs");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("No model name contains this text")).toBeVisible();

  await open(page, `/models/create?artifact=${encodeURIComponent(uri)}`);
  await type(page.getByLabel("Model name", { exact: true }), "cats-v1");
  await page.getByRole("button", { name: "Create model" }).click();
  await expect(page.getByText(/already/)).toBeVisible();

  await open(page, "/models/cats-v1");
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete cats-v1?" }).getByRole("button", { name: "Delete model" }).click();
  await expect(page).toHaveURL(/\/models$/);
  await expect(page.getByText("No models yet")).toBeVisible();
  await open(page, "/models/cats-v1");
  await expect(page.getByText("There is no model named cats-v1")).toBeVisible();
});

test("a public model is uploaded in parts, goes on after a cut, and is told what it can seed", async ({ page, console }) => {
  test.setTimeout(300_000);
  await open(page, "/models/inspect");
  await inspect(page, "models-inspect");
  await fits(page, 360);
  // Noise does not shrink, so this needs three parts.
  const noise = randomBytes(20 << 20);
  const file = archive([{ path: "resnet-18-0000.params", content: noise }, { path: "resnet-18-symbol.json", content: Buffer.from("{}") }]);
  let parts = 0;
  let isCut = true;
  await page.route("**/upload/part?**", async (route) => {
    parts += 1;
    if (isCut && route.request().url().includes("number=2")) await route.abort("connectionreset");
    else await route.continue();
  });
  await page.getByLabel("Archive (model.tar.gz)").setInputFiles({ name: "public.tar.gz", mimeType: "application/gzip", buffer: file });
  await page.getByRole("button", { name: "Start upload" }).click();
  await expect(page.getByText("The upload was interrupted")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("progressbar", { name: "Upload" })).toHaveAttribute("value", /^[1-9]\d?$/);
  await inspect(page, "models-upload-cut");
  isCut = false;
  parts = 0;
  await page.getByRole("button", { name: "Resume upload" }).click();
  await expect(page).toHaveURL(/\/models\/inspect\?uri=/, { timeout: 60_000 });
  // The first part was there already.
  expect(parts).toBe(2);
  await expect(page.getByText("Image Classification cannot start from it")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/The parameters are called resnet-18-0000\.params/)).toBeVisible();
  await inspect(page, "models-inspected");
  const uri = encodeURIComponent(`s3://${bucket}/uploaded-models/public.tar.gz`);
  const stored = await page.request.get(`${console.url}/download?uri=${uri}`);
  expect((await stored.body()).equals(file)).toBe(true);
});
