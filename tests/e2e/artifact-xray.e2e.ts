// What is inside archives, honest and hostile, and two of them side by side.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { archive, classifier } from "./made.ts";
import { bucket, upload } from "./uploading.ts";

const look = (uri: string) => `/models/inspect?uri=${encodeURIComponent(uri)}`;

test("a model shows its layers and what must match", async ({ page }) => {
  const uri = await upload(page, "uploaded-models/", "model.tar.gz", classifier(0.1));
  await open(page, look(uri));
  await expect(page.getByText("Residual network, 20 layers")).toBeVisible();
  await expect(page.getByText("The new job must keep num_layers 20, image_shape 3,28,28, num_classes 10.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^stage1_unit1_conv1_weight 4 × 4 × 3 × 3 float32 144/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^model-shapes\.json/ })).toBeVisible();
  await inspect(page, "artifact-xray");
  await fits(page, 360);
});

test("hostile archives are named as such, and nothing happens", async ({ page }) => {
  test.setTimeout(240_000);
  const tricks = await upload(
    page,
    "hostile/",
    "tricks.tar.gz",
    archive([{ path: "../../etc/cron.d/x", content: Buffer.from("x") }, { path: "model.params", kind: "link", link: "/etc/shadow" }]),
  );
  await open(page, look(tricks));
  await expect(page.getByText("Something in the archive is unusual")).toBeVisible();
  await expect(page.getByText(/leads out of the folder/)).toBeVisible();
  await expect(page.getByText(/link to \/etc\/shadow\. It is not followed/)).toBeVisible();
  await inspect(page, "artifact-tricks");
  const whole = classifier(0.1);
  const cut = await upload(page, "hostile/", "cut.tar.gz", whole.subarray(0, whole.length / 2));
  await open(page, look(cut));
  await expect(page.getByText("The archive cannot be read to its end").first()).toBeVisible();
  await expect(page.getByText(/ends too early/).first()).toBeVisible();
  const none = await upload(page, "hostile/", "none.tar.gz", Buffer.from("PK not gzip"));
  await open(page, look(none));
  await expect(page.getByText("It is not compressed with gzip.").first()).toBeVisible();
  await open(page, look(`s3://${bucket}/no/such/model.tar.gz`));
  await expect(page.getByText("There is no archive here")).toBeVisible();
});

test("two models are compared layer by layer", async ({ page }) => {
  test.setTimeout(240_000);
  const one = await upload(page, "uploaded-models/", "one.tar.gz", classifier(0.1));
  const near = await upload(page, "uploaded-models/", "near.tar.gz", classifier(0.10001));
  const other = await upload(page, "uploaded-models/", "other.tar.gz", classifier(2.37));
  await open(page, "/artifacts/compare");
  await page.getByLabel("First model", { exact: true }).fill(one);
  await page.getByLabel("Second model", { exact: true }).fill(near);
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByText("The models are close to each other")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: /^fc1_weight 40 0\.\d+/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^bn1_moving_var 4 same/ })).toBeVisible();
  await inspect(page, "artifact-compare");
  await fits(page, 360);
  const compare = (first: string, second: string) =>
    open(page, `/artifacts/compare?first=${encodeURIComponent(first)}&second=${encodeURIComponent(second)}`);
  await compare(one, other);
  await expect(page.getByText("The models are far from each other")).toBeVisible();
  await compare(one, one);
  await expect(page.getByText("Both models are the same")).toBeVisible();
});
