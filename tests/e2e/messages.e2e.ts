// Bad input: the message is on the field, says what to do, and nothing typed is lost.

import { expect, inspect, open, test } from "./fixtures.ts";
import { refuses, type, Wizard } from "./wizard.ts";

test("messages wait until a field is left, then follow every key", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  const name = wizard.field("Job name");
  await name.fill("under_score");
  await expect(name).not.toHaveAttribute("aria-invalid");
  await name.blur();
  await refuses(name, /Use only letters, digits and hyphens/);
  await name.pressSequentially("");
  await name.fill("under-score");
  await expect(name).not.toHaveAttribute("aria-invalid");
  await name.fill("x".repeat(64));
  await refuses(name, /at most 63 characters; this one has 64/);
});

test("job settings are checked in the browser", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("IAM role"), "MyRole");
  await refuses(wizard.field("IAM role"), /SageMaker needs its complete ARN/);
  await type(wizard.field("Instance type"), "ml.m5.xlarge");
  await refuses(wizard.field("Instance type"), /trains on GPU instances only/);
  await type(wizard.field("Instance count"), "0");
  await refuses(wizard.field("Instance count"), /at least one instance/);
  await inspect(page, "create-job-settings-errors");
});

test("a channel is checked in the browser", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Input data");
  const train = await wizard.edit("train");
  const location = train.getByLabel("S3 location", { exact: true });
  for (const [uri, message] of [
    ["my-bucket", /Enter an S3 location such as/],
    ["s3://my-bucket//train/", /"\/\/" inside the path/],
    ["https://my-bucket/train/", /use the s3:\/\/ form/],
  ] as const) {
    await type(location, uri);
    await expect(location).toHaveAccessibleDescription(message);
  }
  await type(location, "s3://sagemaker-us-west-2-000000000000/nothing-here/");
  await refuses(location, /Nothing was found under s3:\/\/sagemaker-us-west-2-000000000000\/nothing-here\//);
  await type(location, "s3://no-such-bucket-anywhere/train/");
  await refuses(location, /bucket|Nothing was found/);

  await train.getByLabel("Compression type").selectOption("Gzip");
  await refuses(train.getByLabel("Compression type"), /Gzip can only be decompressed in Pipe mode/);
  await train.getByLabel("Record wrapper").selectOption("RecordIO");
  await refuses(train.getByLabel("Record wrapper"), /Record wrapping works in Pipe mode only/);
  await inspect(page, "create-channel-errors");
});

test("channels are added, named, folded and removed", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Input data");
  await page.getByRole("button", { name: "Add channel" }).click();
  const added = page.locator(".channel").last();
  await type(added.getByLabel("Channel name", { exact: true }), "train");
  await expect(page.getByText('There are two channels called "train"').first()).toBeVisible();
  await page.getByRole("button", { name: "Remove train" }).last().click();
  await expect(page.getByRole("group", { name: "train", exact: true })).toHaveCount(1);
  await expect(page.getByText('There are two channels called "train"')).toHaveCount(0);
});

test("an S3 location is browsed to", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create");
  await page.getByRole("link", { name: "Start a new job" }).click();
  await type(wizard.field("Job name"), "browsed-1");
  await wizard.next();
  for (const [name, value] of [["num_classes", "10"], ["num_training_samples", "2000"]] as const) {
    await type(wizard.field(name), value);
  }
  await wizard.next();
  await wizard.shows("Input data");
  const train = wizard.channel("train");
  await train.getByRole("button", { name: "Browse" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a location in S3" });
  for (const folder of ["sagemaker-us-west-2-000000000000", "samples", "digits", "base", "train"]) {
    await dialog.getByRole("button", { name: new RegExp(`^${folder}/?$`) }).click();
  }
  await inspect(page, "s3-picker");
  await dialog.getByRole("button", { name: "Choose this folder" }).click();
  await expect(train.getByLabel("S3 location", { exact: true })).toHaveValue(
    "s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/",
  );
});

test("every field of the form is in the request that is shown", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "all-fields-1");
  await type(wizard.field("Instance type"), "ml.g4dn.xlarge");
  await type(wizard.field("Additional storage volume per instance (GB)"), "7");
  await wizard.step("Hyperparameters");
  await type(wizard.field("learning_rate"), "0.03");
  await wizard.step("Input data");
  const train = await wizard.edit("train");
  await train.getByLabel("Input mode", { exact: true }).selectOption("Pipe");
  await train.getByLabel("Compression type", { exact: true }).selectOption("Gzip");
  await train.getByLabel("Record wrapper", { exact: true }).selectOption("RecordIO");
  await train.getByLabel("Content type", { exact: true }).fill("application/x-image");
  await wizard.step("Output and tags");
  await page.getByRole("button", { name: "Add tag" }).click();
  await type(page.getByLabel("Key", { exact: true }), "project");
  await type(page.getByLabel("Value", { exact: true }), "relay");
  await type(wizard.field("Encryption key (output)"), "alias/models");
  await inspect(page, "create-output");
  await wizard.step("Review and create");
  const request = await wizard.request();
  expect(request).toMatchObject({
    TrainingJobName: "all-fields-1",
    ResourceConfig: { InstanceType: "ml.g4dn.xlarge", InstanceCount: 1, VolumeSizeInGB: 7 },
    HyperParameters: { learning_rate: "0.03", num_layers: "20" },
    OutputDataConfig: { KmsKeyId: "alias/models" },
    Tags: [{ Key: "project", Value: "relay" }],
  });
  expect(request.InputDataConfig[0]).toMatchObject({
    ChannelName: "train",
    InputMode: "Pipe",
    CompressionType: "Gzip",
    RecordWrapperType: "RecordIO",
    ContentType: "application/x-image",
    DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3DataDistributionType: "FullyReplicated" } },
  });
  await inspect(page, "create-review");
});

test("what is wrong everywhere is listed when one creates, and nothing typed is lost", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "bad_name");
  await wizard.step("Output and tags");
  await type(wizard.field("S3 output path"), "nowhere");
  await wizard.step("Review and create");
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  const summary = page.getByRole("alert").filter({ hasText: "2 fields need attention" });
  await expect(summary).toBeVisible();
  await inspect(page, "create-error-summary");
  await summary.getByRole("link", { name: /Use only letters/ }).click();
  await expect(wizard.field("Job name")).toBeFocused();
  await expect(wizard.field("Job name")).toHaveValue("bad_name");
});
