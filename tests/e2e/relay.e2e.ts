// The whole path, as a person walks it: a job, the next job from its model, a stop, a restart.

import { expect, hydrated, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { type, Wizard } from "./wizard.ts";

const samples = "s3://sagemaker-us-west-2-000000000000/samples/digits";

test("a job trains, the next one starts from its model, and both survive a restart", async ({ page, console }) => {
  test.setTimeout(900_000);
  const wizard = new Wizard(page);
  const job = new Job(page);
  let parent = "";
  let child = "";
  let parentAccuracy = 0;

  await test.step("the example fills the wizard in", async () => {
    await open(page, "/training-jobs");
    await expect(page.getByText("No training jobs yet")).toBeVisible();
    await page.getByRole("link", { name: "Create training job" }).click();
    await page.getByRole("link", { name: "Use the example" }).click();
    await wizard.shows("Job settings");
    parent = await wizard.field("Job name").inputValue();
    expect(parent).toMatch(/^digits-base-\d+$/);
    await expect(wizard.field("IAM role")).toHaveValue(/^arn:aws:iam::/);
    await wizard.step("Review and create");
    const request = await wizard.request();
    expect(request.TrainingJobName).toBe(parent);
    expect(request.InputDataConfig.map((channel: any) => channel.ChannelName)).toEqual(["train", "validation"]);
    await wizard.create();
    await expect(page).toHaveURL(new RegExp(`/training-jobs/${parent}$`));
  });

  await test.step("the job's page lives", async () => {
    await job.becomes(/Training · epoch \d of 6/);
    await expect(page.getByRole("progressbar", { name: "Training progress" })).toBeVisible();
    await expect(page.getByText(/of 6 epochs done · \d+ %/)).toBeVisible();
    await expect(job.log()).toContainText(/Epoch\[\d+\] Validation-accuracy=/, { timeout: 120_000 });
    await inspect(page, "job-training");
    await job.becomes("Completed", 300);
    for (const status of ["Starting", "Downloading", "Training", "Uploading", "Completed"]) {
      await expect(job.timeline()).toContainText(status);
    }
    await inspect(page, "job-completed");
  });

  await test.step("the curves have a point for each epoch", async () => {
    await job.tab("Metrics");
    await expect(page.getByRole("heading", { name: "Accuracy" })).toBeVisible();
    await inspect(page, "job-metrics");
    await job.tab("Logs");
    await expect(page.getByText(/Epoch\[5\] Validation-accuracy=/)).toBeVisible();
    await inspect(page, "job-logs");
  });

  await test.step("the artifact is listed and can be downloaded", async () => {
    await job.tab("Artifact");
    await expect(page.getByText("image-classification-symbol.json")).toBeVisible();
    await inspect(page, "job-artifact");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download" }).first().click();
    expect((await download).suggestedFilename()).toBe(`${parent}-model.tar.gz`);
    await page.getByRole("link", { name: "Open its folder" }).click();
    await expect(page.getByRole("link", { name: "model.tar.gz", exact: true })).toBeVisible();
    await inspect(page, "s3-folder");
  });

  await test.step("the list shows the job with its accuracy", async () => {
    await open(page, "/training-jobs");
    const row = page.getByRole("row", { name: new RegExp(parent) });
    await expect(row).toContainText("Completed");
    const header = page.getByRole("columnheader");
    const place = (await header.allInnerTexts()).findIndex((words) => words.startsWith("Best accuracy"));
    // The name is the row's heading and no cell.
    parentAccuracy = Number(await row.getByRole("cell").nth(place - 1).innerText());
    expect(parentAccuracy).toBeGreaterThan(0.85);
  });

  await test.step("the next job starts from the model", async () => {
    await open(page, `/training-jobs/${parent}`);
    await page.getByRole("link", { name: "Train from this model" }).click();
    await expect(page).toHaveURL(new RegExp(`create\\?from=${parent}`));
    await wizard.shows("Job settings");
    child = await wizard.field("Job name").inputValue();
    expect(child).not.toBe(parent);
    await expect(page.getByText(/a pattern that it never saw: inverted and tinted digits/)).toBeVisible();
    await inspect(page, "create-expanded-samples");
    const expanded = page.getByRole("button", { name: "Use the expanded samples" });
    await expanded.click();
    await expect(expanded).toHaveCount(0);

    await wizard.step("Hyperparameters");
    for (const [name, value] of [["num_layers", "20"], ["image_shape", "3,28,28"], ["num_classes", "10"]] as const) {
      await expect(wizard.field(name)).toHaveValue(value);
      await expect(wizard.field(name)).toHaveAttribute("readonly");
      await expect(wizard.field(name)).toHaveAccessibleDescription(new RegExp(`must equal the value of ${parent}`));
    }
    await expect(wizard.field("num_training_samples")).toHaveValue("3000");
    await expect(wizard.field("learning_rate")).toHaveValue("0.02");
    await type(wizard.field("epochs"), "2");
    await inspect(page, "create-hyperparameters");

    await wizard.step("Input data");
    const model = wizard.channel("model");
    for (const value of ["File", "FullyReplicated", "S3Prefix", "application/x-sagemaker-model"]) {
      await expect(model.getByText(value, { exact: true })).toBeVisible();
    }
    await expect(model.getByLabel("S3 location", { exact: true })).toHaveValue(new RegExp(`/${parent}/output/model.tar.gz$`));
    for (const name of ["train", "validation"]) {
      const card = await wizard.edit(name);
      await expect(card.getByLabel("S3 location", { exact: true })).toHaveValue(`${samples}/expanded/${name}/`);
      await card.getByRole("button", { name: `Done with ${name}` }).click();
    }
    await inspect(page, "create-input-data");
    await wizard.create();
    await expect(page).toHaveURL(new RegExp(`/training-jobs/${child}$`));
  });

  await test.step("it knows from the first what the parent learnt, and ends better", async () => {
    // The trainer logs the digest of the archive that it loaded: it is the one that the parent stored.
    const start = page.locator(".warm-start");
    await expect(page.locator(".parent-badge")).toContainText(`started from ${parent}: from ${parent}`, { timeout: 120_000 });
    await start.getByText("Details").click();
    await expect(start.getByText(`The job loaded the archive that ${parent} stored`)).toBeVisible();
    await job.becomes("Completed", 300);
    await expect(start).toContainText(/Validation accuracy \d\.\d+ → \d\.\d+ on this job's validation data/);
    const verdict = page.getByText(/^Success: Better than the model it started from: \d\.\d+ → \d\.\d+ on the same data\.$/);
    await expect(verdict).toBeVisible();
    const [started, ended] = (/(\d\.\d+) → (\d\.\d+)/.exec(await verdict.innerText()) ?? []).slice(1).map(Number);
    // Half of its validation data is the pattern that the parent never saw: well above chance, and well below the end.
    expect(started).toBeGreaterThan(0.3);
    expect(ended).toBeGreaterThan((started ?? 1) + 0.1);
    await expect(page.getByText("from").getByRole("link", { name: parent }).first()).toBeVisible();
    await inspect(page, "job-incremental");
    await job.tab("Lineage");
    await expect(page.getByRole("main").getByRole("link", { name: parent }).first()).toBeVisible();
    await inspect(page, "job-lineage");
    await job.tab("Request");
    await expect(page.getByRole("region", { name: "Request as JSON" })).toContainText('"ChannelName": "model"');
    await inspect(page, "job-request");
  });

  await test.step("history survives a power cut", async () => {
    await console.restart();
    await open(page, "/training-jobs");
    const names = page.getByRole("rowheader");
    await expect(names).toHaveText([child, parent]);
    await expect(page.getByRole("row", { name: new RegExp(child) })).toContainText(parent);
    await inspect(page, "jobs");
    await page.getByRole("link", { name: child, exact: true }).click();
    await hydrated(page);
    await job.becomes("Completed");
  });
});

test("a stopped job keeps what it learnt, and the next one goes on from it", async ({ page }) => {
  test.setTimeout(600_000);
  const wizard = new Wizard(page);
  const job = new Job(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.shows("Job settings");
  const name = `stopped-${Date.now()}`;
  await type(wizard.field("Job name"), name);
  await wizard.step("Hyperparameters");
  await type(wizard.field("epochs"), "200");
  await wizard.create();

  // Jobs run one after the other: this one waits for those of other tests.
  await expect(job.log()).toContainText(/Epoch\[\d+\] Validation-accuracy=/, { timeout: 300_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Stop ${name}?` });
  await expect(dialog).toContainText("two minutes");
  await inspect(page, "stop-dialog");
  await dialog.getByRole("button", { name: "Stop training job" }).click();
  await job.becomes("Stopped", 120);
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toHaveCount(0);

  await page.getByRole("link", { name: "Train from this model" }).click();
  await hydrated(page);
  await wizard.step("Input data");
  await expect(wizard.channel("model").getByLabel("S3 location", { exact: true })).toHaveValue(new RegExp(`/${name}/output/model.tar.gz$`));

  // The other way on: the same settings, with what was left to do.
  await open(page, `/training-jobs/${name}`);
  const done = /^(\d+) of 200 epochs/.exec(await page.getByText(/^\d+ of 200 epochs/).first().innerText());
  await page.getByRole("link", { name: "Continue from here" }).click();
  await wizard.shows("Job settings");
  await expect(wizard.field("Job name")).not.toHaveValue(name);
  await wizard.step("Hyperparameters");
  await expect(wizard.field("epochs")).toHaveValue(String(200 - Number(done?.[1])));
  await expect(wizard.field("num_layers")).toHaveAttribute("readonly");
  await wizard.step("Input data");
  await expect(wizard.channel("model").getByLabel("S3 location", { exact: true })).toHaveValue(new RegExp(`/${name}/output/model.tar.gz$`));
});

test("a job that was stopped before it began says why its model cannot be used", async ({ page }) => {
  test.setTimeout(300_000);
  const wizard = new Wizard(page);
  const job = new Job(page);
  // The engine trains one job at a time: the second one waits for the first.
  const names = [`long-${Date.now()}`, `waiting-${Date.now()}`];
  for (const name of names) {
    await open(page, "/training-jobs/create?example=base");
    await wizard.shows("Job settings");
    await type(wizard.field("Job name"), name);
    await wizard.step("Hyperparameters");
    await type(wizard.field("epochs"), "200");
    await wizard.create();
  }
  await stop();
  const button = page.getByRole("button", { name: "Train from this model" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/model/);

  await open(page, `/training-jobs/${names[0]}`);
  await stop();

  async function stop() {
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop training job" }).click();
    await job.becomes("Stopped", 120);
  }
});
