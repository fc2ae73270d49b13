// The ways out of the form: code, review with what has to be accepted, and several jobs at once.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { type, Wizard } from "./wizard.ts";

test("the code follows the form in every language, and the form follows the JSON", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  const panel = page.getByRole("complementary", { name: "Request" });
  for (const [language, words] of [
    ["AWS CLI", "aws sagemaker create-training-job"],
    ["boto3", "sagemaker.create_training_job("],
    ["SageMaker SDK v2", "estimator.fit("],
  ] as const) {
    await panel.getByRole("tab", { name: language }).click();
    const code = panel.getByRole("region", { name: language });
    await expect(code).toContainText(words);
    await wizard.field("Job name").fill(`in-${language.length}`);
    await expect(code).toContainText(`in-${language.length}`);
  }
  await expect(panel.getByRole("button", { name: "Edit JSON" }), "only JSON is edited").toHaveCount(0);
  await panel.getByRole("tab", { name: "SageMaker SDK v2" }).press("Home");
  await expect(panel.getByRole("tab", { name: "JSON" })).toBeFocused();
  await panel.getByRole("button", { name: "Edit JSON" }).click();
  await expect(panel.getByRole("button", { name: "Edit JSON" })).toHaveCount(0);
  const editor = panel.getByRole("textbox", { name: "Request JSON" });
  const request = JSON.parse(await editor.inputValue());
  request.TrainingJobName = "by-json-1";
  request.HyperParameters.epochs = "3";
  request.ResourceConfig.VolumeSizeInGB = 77;
  await editor.fill(JSON.stringify(request, null, 2));
  await expect(wizard.field("Job name")).toHaveValue("by-json-1");
  await expect(wizard.field("Additional storage volume per instance (GB)")).toHaveValue("77");
  await editor.fill('{ "TrainingJobName": ');
  await expect(panel.getByText(/The JSON cannot be read/)).toBeVisible();
  await expect(wizard.field("Job name")).toHaveValue("by-json-1");
  await inspect(page, "create-json-editor");
  // Closing would throw away what cannot be read.
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(editor).toHaveValue('{ "TrainingJobName": ');
  await panel.getByRole("button", { name: "Restore the last readable version" }).click();
  await expect(editor).toHaveValue(/by-json-1/);
  await editor.fill(JSON.stringify({ ...request, RoleArn: "MyRole", TrainingJobName: "-" }));
  await expect(panel.getByText(/^RoleArn: /)).toBeVisible();
  await expect(panel.getByText(/^TrainingJobName: /)).toBeVisible();
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("alert").getByText("2 fields need attention")).toBeVisible();
  await panel.getByRole("button", { name: "Edit JSON" }).click();
  await editor.fill(JSON.stringify({ ...request, ResourceConfig: { InstanceCount: "1" } }));
  await expect(panel.getByText('ResourceConfig.InstanceCount is the text "1" and must be a whole number.')).toBeVisible();
  await editor.fill(JSON.stringify({ ...request, HyperParameters: { ...request.HyperParameters, epochs: 4 }, EnableManagedSpotTraning: true }));
  await expect(panel.getByText("The values of HyperParameters are text; put into quotes: epochs.")).toBeVisible();
  await expect(panel.getByText("Did you mean EnableManagedSpotTraining?")).toBeVisible();
  await wizard.field("Job name").fill("by-form-1");
  await expect(editor).toHaveValue(/by-form-1/);
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(panel.getByRole("button", { name: "Edit JSON" })).toBeFocused();
  await expect(panel.getByRole("region", { name: "Request JSON" })).toContainText("by-form-1");
  // A misspelt member stays in the request, and is a warning of review.
  await wizard.step("Review and create");
  await expect(page.getByText(/CreateTrainingJob has no member EnableManagedSpotTraning, so it does nothing/).locator("visible=true").first()).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Create the job despite the warnings" })).not.toBeChecked();
});

test("warnings are accepted before the job is created", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "warned-1");
  await wizard.step("Hyperparameters");
  await page.getByRole("button", { name: "Add hyperparameter" }).click();
  await type(page.getByLabel("Name", { exact: true }), "undocumented");
  await wizard.step("Review and create");
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  const accept = page.getByRole("checkbox", { name: "Create the job despite the warnings" });
  await expect(accept).toBeFocused();
  await expect(accept).toHaveAccessibleDescription(/To continue, accept the warnings/);
  await inspect(page, "create-review-warnings");
  await accept.check();
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  await expect(page).toHaveURL(/\/training-jobs\/warned-1$/);
});

test("the cost has a ceiling where the price is known, and no figure where it is not", async ({ page, console }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Review and create");
  await expect(page.getByRole("heading", { name: "Variants" })).toBeVisible();
  await expect(page.getByText(/would cost at most/)).toHaveCount(0);
  writeFileSync(join(console.data, "prices.json"), JSON.stringify({ currency: "EUR", per_hour: { "ml.p3.2xlarge": 4.5 } }));
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Review and create");
  // The example may run for one hour on one instance.
  await expect(page.getByText("On AWS this job would cost at most EUR 4.50")).toBeVisible();
});

test("several jobs are made from one form, and a refusal touches only its own", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "many-1");
  await wizard.step("Hyperparameters");
  await type(wizard.field("epochs"), "1");
  await wizard.step("Review and create");
  await page.getByRole("button", { name: "Launch variants" }).click();
  await page.getByLabel("Setting 1", { exact: true }).selectOption({ label: "learning_rate" });
  const rates = page.getByLabel("Values 1, one per line");
  await rates.fill("0.05\nfast");
  await page.getByRole("button", { name: "Preview the jobs" }).click();
  const table = page.getByRole("region", { name: "Variants" });
  await expect(table.getByRole("row", { name: /many-1-fast/ })).toContainText("learning_rate must be");
  const create = page.getByRole("button", { name: "Create 1 job", exact: true });
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await expect(create).toHaveAccessibleDescription(/One job breaks a rule/);

  await rates.fill("0.05\n0.01");
  await page.getByRole("button", { name: "Vary another setting" }).click();
  await page.getByLabel("Setting 2", { exact: true }).selectOption({ label: "Data of the channel train" });
  const bucket = "s3://sagemaker-us-west-2-000000000000";
  const places = page.getByLabel("Values 2, one per line");
  await places.fill(`${bucket}/samples/digits/base/train/\n${bucket}/nothing-here/`);
  await page.getByRole("button", { name: "Preview the jobs" }).click();
  // What is at a location that only some jobs have is looked up before anything is sent.
  await expect(table.getByRole("row", { name: /many-1-0-05-nothing-here/ })).toContainText("Nothing was found under");
  await expect(page.getByRole("button", { name: "Create 2 jobs" })).toHaveAttribute("aria-disabled", "true");
  await places.fill(`${bucket}/samples/digits/base/train/\n${bucket}/samples/digits/base/validation/`);
  await page.getByRole("button", { name: "Preview the jobs" }).click();
  await expect(table.getByRole("row")).toHaveCount(5);
  await inspect(page, "create-variants");
  await fits(page, 390);
  // One epoch ends before the learning rate drops: that is a warning of each job.
  await expect(table.getByRole("row", { name: /many-1-0-01-train/ })).toContainText("Ready, with a warning");
  await page.getByRole("button", { name: "Create 4 jobs" }).click();
  const accept = page.getByRole("checkbox", { name: "Create these jobs despite the warnings" });
  await expect(accept).toBeFocused();
  await expect(accept).toHaveAccessibleDescription(/To continue, accept the warnings/);
  await expect(table.getByRole("row", { name: /Created/ })).toHaveCount(0);
  await accept.check();
  await page.route("**/api/create-variant", (route) => {
    const train = JSON.parse(route.request().postData() ?? "").request.InputDataConfig[0];
    return train.DataSource.S3DataSource.S3Uri.endsWith("/validation/") ? route.abort() : route.continue();
  });
  await page.getByRole("button", { name: "Create 4 jobs" }).click();
  await expect(page.getByText("2 of 4 jobs created, 2 refused. A refusal does not affect the other jobs.")).toBeVisible();
  await expect(table.getByRole("row", { name: /many-1-0-05-validation/ })).toContainText("Refused");
  await expect(page.getByRole("button", { name: "Create 2 jobs" })).toBeVisible();
  await inspect(page, "create-variants-sent");
  await table.getByRole("link", { name: "many-1-0-01-train" }).click();
  await expect(page.getByRole("heading", { name: "many-1-0-01-train", level: 1 })).toBeVisible();
  await page.getByRole("navigation", { name: "Parts of the job" }).getByRole("link", { name: "Request" }).click();
  await expect(page.getByRole("main")).toContainText("baton:variants-of");
});
