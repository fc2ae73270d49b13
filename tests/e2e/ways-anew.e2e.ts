// Another form takes the place of one that was typed; values follow a choice; a location is judged where it is typed.

import { expect, inspect, open, test } from "./fixtures.ts";
import { refuses, type, Wizard } from "./wizard.ts";

test("what was typed is left behind as a draft when another form takes its place", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create");
  await page.getByRole("link", { name: "Start a new job" }).click();
  await wizard.begin("typed-1");
  await wizard.step("Start from");
  await wizard
    .field("Request, description or command")
    .fill("client.create_training_job(\n    TrainingJobName='pasted-1',\n    EnableManagedSpotTraining=True,\n    Odd=1,\n)");
  await page.getByRole("button", { name: "Fill the form in" }).click();
  await expect(wizard.field("Job name")).toHaveValue("pasted-1");
  await expect(page.getByText("It stays in the request, and has no field here.")).toBeVisible();
  await expect(page.getByText("This is a new draft; the previous one is kept")).toBeVisible();
  await inspect(page, "create-left-behind");
  await wizard.step("Review and create");
  await expect(page.locator("dl.key-values").filter({ hasText: "Managed spot training" }).first()).toContainText("On");
  await expect(page.getByText("Draft saved", { exact: true })).toBeVisible();
  await wizard.step("Start from");
  await page.getByRole("link", { name: "Start a new job" }).click();
  await expect(wizard.field("Job name")).toHaveValue(/^image-classification-\d+$/);

  await open(page, "/drafts");
  await expect(page.getByRole("link", { name: "pasted-1" })).toBeVisible();
  await page.getByRole("link", { name: "typed-1" }).click();
  await expect(wizard.field("Job name")).toHaveValue("typed-1");
  await wizard.step("Start from");
  await page.getByRole("link", { name: "Use the example" }).click();
  await expect(wizard.field("Job name")).toHaveValue(/^digits-base-/);
  await expect(page).toHaveURL(/draft=/);
  await page.getByRole("link", { name: "typed-1" }).click();
  await expect(wizard.field("Job name")).toHaveValue("typed-1");
});

test("untouched values follow the algorithm, and a time may be a decimal", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create");
  await page.getByRole("link", { name: "Start a new job" }).click();
  await wizard.field("Choose an algorithm").selectOption({ label: "K-Means" });
  await expect(wizard.field("Job name")).toHaveValue(/^kmeans-\d+$/);
  await expect(wizard.field("Instance type")).toHaveValue("ml.m5.xlarge");
  const runtime = wizard.field("Stopping condition: maximum runtime");
  await type(runtime, "1.00001");
  await refuses(runtime, /"1.00001" is not a whole number/);
  await type(runtime, "0.25");
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await wizard.step("Input data");
  await expect(wizard.channel("train").getByLabel("Content type", { exact: true })).toHaveAccessibleDescription(/K-Means reads RecordIO-protobuf or CSV/);
  await wizard.step("Review and create");
  expect((await wizard.request()).StoppingCondition).toEqual({ MaxRuntimeInSeconds: 21_600 });
});

test("the location of a model is judged where it is typed, and browsed to", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create");
  const location = wizard.field("S3 location of a model");
  const use = page.getByRole("button", { name: "Use this model" });
  await location.fill("my-bucket/model.tar.gz");
  await use.click();
  await refuses(location, /Enter an S3 location such as/);
  await location.fill("s3://sagemaker-us-west-2-000000000000/nothing/model.tar.gz");
  await use.click();
  await refuses(location, /No object at/);
  await inspect(page, "create-artifact-refused");
  await page.locator(".field", { has: location }).getByRole("button", { name: "Browse" }).click();
  await expect(page.getByRole("dialog", { name: "Choose a location in S3" })).toBeVisible();
});
