// Every section of the form: what it offers, what it says, and what it sends.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { refuses, type, Wizard } from "./wizard.ts";

test("an algorithm comes from four places, and a container brings metrics that can be tried", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  const sources = page.getByRole("radiogroup", { name: "Algorithm source" });
  await expect(sources.getByRole("radio")).toHaveCount(4);
  await expect(sources.getByRole("radio", { name: "Amazon SageMaker built-in algorithm" })).toBeChecked();
  await sources.getByRole("radio", { name: "Your own algorithm container in ECR" }).check();
  await expect(wizard.field("Choose an algorithm")).toBeHidden();
  await type(wizard.field("Container (registry path)"), "no image path");
  await refuses(wizard.field("Container (registry path)"), /Enter an image path such as/);
  await type(wizard.field("Container (registry path)"), "123456789012.dkr.ecr.us-west-2.amazonaws.com/mine:1");
  await refuses(wizard.field("Container (registry path)"), /The local engine cannot run the image/);

  await page.getByRole("button", { name: "Add metric" }).click();
  await expect(wizard.field("Metric name")).toBeFocused();
  await type(wizard.field("Metric name"), "accuracy");
  await type(wizard.field("Regex"), "Validation-accuracy=([0-9.]+)");
  await page.getByLabel("Try them on log lines").fill("Epoch[1] Validation-accuracy=0.81");
  await expect(page.getByText('Finds "0.81" (in 1 line).')).toBeVisible();
  await wizard.step("Review and create");
  const specification = (await wizard.request()).AlgorithmSpecification;
  expect(specification.TrainingImage).toBe("123456789012.dkr.ecr.us-west-2.amazonaws.com/mine:1");
  expect(specification.MetricDefinitions).toEqual([{ Name: "accuracy", Regex: "Validation-accuracy=([0-9.]+)" }]);

  // An algorithm resource takes the image's place, and has metrics of its own. The choice says that the engine has none.
  await wizard.step("Job settings");
  await sources.getByRole("radio", { name: "Your own algorithm resource (only on AWS)" }).check();
  const name = wizard.field("Algorithm / subscription");
  await type(name, "-net");
  await refuses(name, /Enter an algorithm name/);
  await type(name, "arn:aws:sagemaker:eu-west-1:123456789012:algorithm/net");
  await refuses(name, /The algorithm is in eu-west-1, the job in us-west-2/);
  await type(name, "net");
  await refuses(name, /Only on AWS/);
  await expect(wizard.field("Metric name")).toBeHidden();
  await wizard.step("Review and create");
  expect((await wizard.request()).AlgorithmSpecification).toEqual({ AlgorithmName: "net", TrainingInputMode: "File" });
});

test("instance types are searched by name, family, accelerator and disk with the keyboard alone", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  const field = page.getByRole("combobox", { name: "Instance type", exact: true });
  await field.click();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(225);
  await field.fill("");
  await field.pressSequentially("g5 nvme 12x");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await inspect(page, "create-instance-types");
  await field.press("Enter");
  await expect(field).toHaveValue("ml.g5.12xlarge");
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(wizard.field("Additional storage volume per instance (GB)")).toHaveAccessibleDescription(/uses its own local disk/);
  await field.press("ArrowDown");
  await field.press("Escape");
  await expect(field).toHaveValue("ml.g5.12xlarge");
});

test("network, spot capacity and warm pools speak about each other", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.field("VPC").selectOption({ label: "Subnets and security groups of a VPC" });
  await type(wizard.field("Subnet(s)"), "subnet-0123456789abcdef0");
  await wizard.field("Security group(s)").focus();
  await wizard.field("Security group(s)").blur();
  await refuses(wizard.field("Security group(s)"), /at least one subnet and at least one security group/);
  await type(wizard.field("Security group(s)"), "sg-0123456789abcdef0");
  await expect(wizard.field("Security group(s)")).not.toHaveAttribute("aria-invalid");
  await type(wizard.field("Keep alive period (seconds)"), "600");

  await wizard.step("Output and tags");
  await wizard.field("Enable managed spot training").check();
  const wait = wizard.field("Stopping condition: maximum wait time");
  await expect(wait).toHaveValue("2");
  await type(wait, "0");
  await refuses(wait, /includes the running time|how long the job may wait/);
  await type(wait, "3");
  await wizard.step("Job settings");
  await refuses(wizard.field("Keep alive period (seconds)"), /cannot be combined with managed spot/);
  await type(wizard.field("Keep alive period (seconds)"), "");
  await wizard.step("Review and create");
  const request = await wizard.request();
  expect(request.VpcConfig).toEqual({ SecurityGroupIds: ["sg-0123456789abcdef0"], Subnets: ["subnet-0123456789abcdef0"] });
  expect(request.EnableManagedSpotTraining).toBe(true);
  expect(request.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 10800 });
});

test("a channel reads a file system", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Input data");
  const train = await wizard.edit("train");
  await train.getByRole("radio", { name: "File system" }).check();
  await expect(train.getByLabel("S3 location", { exact: true })).toBeHidden();
  await type(train.getByLabel("File system ID"), "efs-1");
  await refuses(train.getByLabel("File system ID"), /File system IDs look like fs-0123abcd/);
  await type(train.getByLabel("File system ID"), "fs-0123456789abcdef0");
  await type(train.getByLabel("Directory path"), "/train");
  await expect(train.getByRole("radiogroup", { name: "Data source" })).toHaveAccessibleDescription(/A file system channel needs a VPC/);
  await wizard.step("Review and create");
  expect((await wizard.request()).InputDataConfig[0].DataSource).toEqual({
    FileSystemDataSource: {
      FileSystemId: "fs-0123456789abcdef0",
      FileSystemAccessMode: "ro",
      FileSystemType: "EFS",
      DirectoryPath: "/train",
    },
  });
});

test("older instructions are put right at their fields, with one click", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "my_job.2");
  const name = page.locator(".field", { has: wizard.field("Job name") });
  await name.getByText("Differs from the AWS guide").click();
  await expect(name.getByText(/The guide says: A job name may contain/)).toBeVisible();
  await name.locator(".older").getByRole("button", { name: "Use my-job-2" }).click();
  await expect(wizard.field("Job name")).toHaveValue("my-job-2");
  const volume = page.locator(".field", { has: wizard.field("Additional storage volume per instance (GB)") });
  await type(wizard.field("Additional storage volume per instance (GB)"), "1");
  await volume.getByText("Differs from the AWS guide").click();
  await volume.getByRole("button", { name: "Set it to 30" }).click();
  await expect(wizard.field("Additional storage volume per instance (GB)")).toHaveValue("30");
});

test("older instructions about models, undocumented names and SDKs lead to what is done today", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?artifact=s3://sagemaker-us-west-2-000000000000/none/model.tar.gz");
  await wizard.step("Hyperparameters");
  await page.getByRole("button", { name: "Add hyperparameter" }).click();
  await type(wizard.field("Name").last(), "model_prefix");
  const others = page.locator(".container", { has: page.getByRole("heading", { name: "Other names" }) });
  await others.getByText("Differs from the AWS guide").click();
  await others.getByRole("button", { name: "Take model_prefix out" }).click();
  await expect(others.getByLabel("Name", { exact: true })).toHaveCount(0);
  await wizard.step("Input data");
  const model = page.getByRole("group", { name: "model", exact: true });
  await model.getByText("Differs from the AWS guide").click();
  await expect(model.getByText(/The guide says: Leave the model channel's content type empty/)).toBeVisible();
  await model.getByRole("button", { name: "Choose the job", exact: true }).click();
  await wizard.shows("Start from");
  await page.getByRole("tab", { name: "SageMaker SDK v2" }).first().click();
  await page.getByText("Differs from the AWS guide").locator("visible=true").last().click();
  await expect(page.getByText(/train_instance_count, train_instance_type, s3_input/).locator("visible=true")).toHaveCount(1);
});

test("the chosen start says so, and its values can be given back", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Start from");
  const card = (name: string) => page.locator(".choice", { has: page.getByRole("heading", { name }) });
  await expect(card("Example: image classification")).toContainText("chosen");
  await expect(card("New job")).not.toContainText("chosen");
  await card("New job").getByRole("link", { name: "Start a new job" }).click();
  await wizard.shows("Job settings");
  await wizard.step("Start from");
  await expect(card("New job")).toContainText("chosen");
  await expect(card("Example: image classification")).not.toContainText("chosen");
});

test("all steps stand on one page, which is in the address and remembered", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await expect(wizard.field("S3 output path")).toBeHidden();
  await page.getByRole("link", { name: "Single page" }).click();
  await expect(wizard.field("S3 output path")).toBeVisible();
  await expect(page).toHaveURL(/example=base&view=single/);
  await inspect(page, "create-single-page");
  for (const width of [390, 360]) await fits(page, width);
  await open(page, "/training-jobs/create");
  await expect(wizard.field("S3 output path")).toBeVisible();
  await page.getByRole("link", { name: "Steps" }).click();
  await expect(wizard.field("S3 output path")).toBeHidden();
  await open(page, "/training-jobs/create");
  await expect(wizard.field("S3 output path")).toBeHidden();
});

test("the advanced members are sent when they are set", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Output and tags");
  await type(wizard.field("Retry attempts"), "31");
  await refuses(wizard.field("Retry attempts"), /whole number from 1 to 30/);
  await type(wizard.field("Retry attempts"), "2");
  await page.getByRole("button", { name: "Add variable" }).click();
  await type(wizard.field("Variable"), "MODE");
  const row = page.locator(".row", { has: wizard.field("Variable") });
  await type(row.getByLabel("Value"), "fast");
  await type(wizard.field("Checkpoints: S3 location"), "s3://sagemaker-us-west-2-000000000000/checkpoints/");
  await wizard.step("Review and create");
  const request = await wizard.request();
  expect(request.RetryStrategy).toEqual({ MaximumRetryAttempts: 2 });
  expect(request.Environment).toEqual({ MODE: "fast" });
  expect(request.CheckpointConfig).toEqual({ S3Uri: "s3://sagemaker-us-west-2-000000000000/checkpoints/" });
});

test("the browser's way back leads through the steps, and a reload comes back to the one in view", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs");
  await page.getByRole("main").getByRole("link", { name: "Create training job" }).first().click();
  await wizard.shows("Start from");
  await page.getByRole("link", { name: "Use the example" }).click();
  await wizard.shows("Job settings");
  await wizard.begin("kept-1");
  // The draft's address takes the place of the step's, and keeps the step.
  await expect(page).toHaveURL(/\/create\?draft=[^#]+#step-job-settings$/);
  await wizard.step("Hyperparameters");
  await expect(page).toHaveURL(/\?draft=[^#]+#step-hyperparameters$/);
  await type(wizard.field("epochs"), "7");
  await expect(page.getByText("Draft saved")).toBeVisible();
  await page.goBack();
  await wizard.shows("Job settings");
  await expect(wizard.field("Job name")).toHaveValue("kept-1");
  await page.goForward();
  await wizard.shows("Hyperparameters");
  await expect(wizard.field("epochs")).toHaveValue("7");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", /.*/);
  await wizard.shows("Hyperparameters");
  await expect(wizard.field("epochs")).toHaveValue("7");
  await page.goBack();
  await wizard.shows("Job settings");
  await expect(wizard.field("Job name")).toHaveValue("kept-1");
  await page.goBack();
  await wizard.shows("Start from");
  await page.goBack();
  await expect(page).toHaveURL(/\/training-jobs$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Training jobs");
});

test("a narrow screen says which step is in view, and shows its link", async ({ page }) => {
  const wizard = new Wizard(page);
  await page.setViewportSize({ width: 390, height: 900 });
  await open(page, "/training-jobs/create?example=base");
  await expect(page.getByText("Step 2 of 6: Job settings")).toBeVisible();
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await expect(page.getByText("Step 6 of 6: Review and create")).toBeVisible();
  const link = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Review and create" });
  await page.evaluate(() => scrollTo(0, 0));
  await expect(link).toBeInViewport({ ratio: 0.98 });
  await fits(page, 390);
  expect(await wizard.request()).toHaveProperty("TrainingJobName");
});

test("numbers that are none say so", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  const count = wizard.field("Instance count");
  await type(count, "1.5");
  await refuses(count, /"1.5" is not a whole number/);
  await type(count, "99999999999999999999");
  await refuses(count, /larger than any number that the service takes/);
  await type(count, "");
  await refuses(count, /Use at least one instance/);
});
