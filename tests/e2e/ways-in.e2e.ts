// The ways into the form besides an earlier job's model: a clone, a pasted request, a command.

import { expect, inspect, open, test } from "./fixtures.ts";
import { bucket, upload } from "./uploading.ts";
import { refuses, type, Wizard } from "./wizard.ts";

const BUCKET = "s3://sagemaker-us-west-2-000000000000";
const COMMAND = `aws sagemaker create-training-job \\
    --region eu-west-1 \\
    --training-job-name pasted-1 \\
    --role-arn arn:aws:iam::000000000000:role/MyRole \\
    --algorithm-specification TrainingImage=433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1,TrainingInputMode=File \\
    --hyper-parameters 'num_layers=20,image_shape="3,28,28",num_classes=10,num_training_samples=2000,epochs=2' \\
    --input-data-config '[{"ChannelName": "train", "ContentType": "application/x-recordio", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "${BUCKET}/samples/digits/base/train/"}}}]' \\
    --output-data-config S3OutputPath=${BUCKET}/output \\
    --resource-config InstanceType=ml.p3.2xlarge,InstanceCount=1,VolumeSizeInGB=40 \\
    --stopping-condition MaxRuntimeInSeconds=7200`;

test("a command is pasted", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create");
  const paste = wizard.field("Request, description or command");
  await paste.fill("aws sagemaker create-training-job --input-data-config file://channels.json");
  await page.getByRole("button", { name: "Fill the form in" }).click();
  await expect(paste).toHaveAccessibleDescription(/Paste the file's content instead/);
  await inspect(page, "create-paste-error");
  await paste.fill('{ "foo": 1 }');
  await expect(paste).toHaveAccessibleDescription(/no request: CreateTrainingJob has no member foo/);
  await paste.fill(COMMAND);
  await page.getByRole("button", { name: "Fill the form in" }).click();
  await expect(wizard.field("Job name")).toHaveValue("pasted-1");
  await expect(page.getByText("This is for the Region eu-west-1; the job is created in us-west-2")).toBeVisible();
  await wizard.step("Review and create");
  expect(await wizard.request()).toMatchObject({
    TrainingJobName: "pasted-1",
    HyperParameters: { image_shape: "3,28,28", epochs: "2" },
    ResourceConfig: { InstanceType: "ml.p3.2xlarge", InstanceCount: 1, VolumeSizeInGB: 40 },
    StoppingCondition: { MaxRuntimeInSeconds: 7200 },
    InputDataConfig: [{ ChannelName: "train" }],
  });
});

test("a job is cloned, and what the next job cannot have is listed when a request is pasted", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "original-1");
  await wizard.step("Hyperparameters");
  await type(wizard.field("epochs"), "1");
  await wizard.create();

  await open(page, "/training-jobs/create");
  await page.getByRole("link", { name: "Clone settings of original-1" }).click();
  await expect(wizard.field("Job name")).toHaveValue("original-2");
  await wizard.step("Review and create");
  expect((await wizard.request()).HyperParameters.epochs).toBe("1");
  await open(page, "/training-jobs/create?clone=original-1");
  await wizard.shows("Job settings");
  await expect(wizard.field("Job name")).toHaveValue("original-2");
  await expect(page.getByText("cloned from original-1")).toBeVisible();
  await wizard.step("Review and create");
  await expect(page.locator("dl.key-values").filter({ hasText: "Instance type" }).first()).not.toContainText("changed");
  await wizard.step("Start from");
  const chosen = page.locator(".choice-chosen");
  await expect(chosen).toHaveCount(1);
  await expect(chosen).toContainText("Clone of original-1");

  await open(page, "/training-jobs/create");
  await wizard.field("Request, description or command").fill(
    JSON.stringify({
      TrainingJobName: "older-1",
      AlgorithmSpecification: {
        TrainingImage: "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:latest",
        TrainingInputMode: "File",
      },
      InputDataConfig: [
        { ChannelName: "model", ContentType: "application/x-tar", DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: `${BUCKET}/model.tar.gz` } } },
      ],
    }),
  );
  await page.getByRole("button", { name: "Fill the form in" }).click();
  await expect(page.getByText("Some values of the pasted request were changed or left out")).toBeVisible();
  await expect(page.getByText(/ContentType changed from application\/x-tar to application\/x-sagemaker-model/)).toBeVisible();
  await inspect(page, "create-carried");
});

test("jobs that cannot be started from are listed with the reason", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "running-1");
  await wizard.create();
  await open(page, "/training-jobs/create");
  const row = page.getByRole("region", { name: "Jobs to start from" }).getByRole("row", { name: /running-1/ });
  await expect(row).toContainText("The artifact exists once the job has ended.");
  await expect(row.getByRole("link", { name: "Use this model of running-1" })).toHaveCount(0);
  await page.getByLabel("Find a job", { exact: true }).fill("no such");
  await expect(page.getByText("No job name contains this text.")).toBeVisible();
  await page.getByLabel("Find a job", { exact: true }).fill("");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    // What can be done with a job is in sight without scrolling sideways.
    const clone = row.getByRole("link", { name: "Clone settings of running-1" });
    await clone.evaluate((link) => link.scrollIntoView({ block: "center", inline: "nearest" }));
    await expect(clone).toBeInViewport({ ratio: 0.98 });
    const frame = page.getByRole("region", { name: "Jobs to start from" });
    expect(await frame.evaluate((frame) => frame.scrollWidth - frame.clientWidth), `sideways at ${width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await inspect(page, "create-start");
});

test("a model that cannot be read stops the job, on its own page and in the form", async ({ page }) => {
  const wizard = new Wizard(page);
  const uri = await upload(page, "uploaded-models/", "model.tar.gz", Buffer.from("some text, but no archive"));
  await open(page, `/s3/${bucket}/uploaded-models/model.tar.gz`);
  const train = page.getByRole("button", { name: "Train from this" });
  await expect(train).toHaveAttribute("aria-disabled", "true");
  await expect(train).toHaveAccessibleDescription("It is not compressed with gzip.");
  await inspect(page, "s3-unreadable-model");
  await open(page, `/training-jobs/create?artifact=${encodeURIComponent(uri)}`);
  await wizard.step("Input data");
  await refuses(wizard.channel("model").getByLabel("S3 location", { exact: true }), /cannot be read: It is not compressed with gzip/);
  await wizard.step("Review and create");
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /This model cannot be read/ })).toBeVisible();
});
