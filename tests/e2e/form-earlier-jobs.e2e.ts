// What earlier jobs tell the form: values to choose from, their checkpoints, and the machines that they keep.

import { expect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { type, Wizard } from "./wizard.ts";

test("the form knows an earlier job's checkpoints, warm pool and values", async ({ page }) => {
  const wizard = new Wizard(page);
  const role = "arn:aws:iam::000000000000:role/Earlier";
  const place = "s3://sagemaker-us-west-2-000000000000/checkpoints/earlier/";
  await open(page, "/training-jobs/create?example=base");
  await wizard.shows("Job settings");
  await type(wizard.field("Job name"), "earlier-1");
  await type(wizard.field("IAM role"), role);
  await type(wizard.field("Keep alive period (seconds)"), "3600");
  await wizard.step("Hyperparameters");
  await type(wizard.field("epochs"), "1");
  await wizard.step("Output and tags");
  await type(wizard.field("Checkpoints: S3 location"), place);
  await wizard.create();
  await new Job(page).becomes("Completed", 240);

  await open(page, "/training-jobs/create?example=base");
  await wizard.shows("Job settings");
  const offered = page.locator("#role-list option").filter({ hasText: "Used by earlier-1" });
  await expect(offered).toHaveAttribute("value", role);
  // Another role is another pool.
  const kind = wizard.field("Instance type");
  await type(wizard.field("Keep alive period (seconds)"), "600");
  await expect(kind).toHaveAccessibleDescription(/"earlier-1" keeps its instances .* Different here: IAM role\./);
  await type(wizard.field("IAM role"), role);
  await expect(kind).toHaveAccessibleDescription(/"earlier-1" keeps its instances for a job like this one/);
  await wizard.step("Output and tags");
  await type(wizard.field("Checkpoints: S3 location"), place.replace(/\/$/, ""));
  await expect(wizard.field("Checkpoints: S3 location")).toHaveAccessibleDescription(/Job "earlier-1" wrote checkpoints here/);
  await type(wizard.field("Checkpoints: S3 location"), "s3://sagemaker-us-west-2-000000000000/elsewhere/");
  await expect(wizard.field("Checkpoints: S3 location")).not.toHaveAccessibleDescription(/wrote checkpoints/);
});
