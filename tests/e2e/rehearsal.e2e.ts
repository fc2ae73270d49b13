// What the console makes of a service that says no, says nothing, or says it late. The engine plays it because a tag of
// the job asks for it, as anybody can do by hand: docs/fault-rehearsal.md.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inspect, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { type, Wizard } from "./wizard.ts";

/** Opens the example with a name and the tag that rehearses something. */
async function rehearse(wizard: Wizard, name: string, script: string): Promise<void> {
  await open(wizard.page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), name);
  await wizard.step("Output and tags");
  await wizard.page.getByRole("button", { name: "Add tag" }).click();
  await type(wizard.page.getByLabel("Key", { exact: true }).last(), "baton:rehearse");
  await type(wizard.page.getByLabel("Value", { exact: true }).last(), script);
}

/** Presses the button without waiting for the job's page. */
async function submit(wizard: Wizard): Promise<void> {
  await wizard.step("Review and create");
  const warnings = wizard.page.getByRole("checkbox", { name: "Create the job despite the warnings" });
  if (await warnings.isVisible()) await warnings.check();
  await wizard.page.getByRole("button", { name: "Create training job", exact: true }).click();
}

test("a refusal is told with its words and its request id, and nothing typed is lost", async ({ page }) => {
  const wizard = new Wizard(page);
  await rehearse(wizard, "denied-1", "access-denied");
  await submit(wizard);
  const alert = page.getByRole("alert").filter({ hasText: "sagemaker:CreateTrainingJob" });
  await expect(alert).toBeVisible();
  await expect(alert).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  await inspect(page, "create-denied");
  await wizard.step("Job settings");
  await expect(wizard.field("Job name")).toHaveValue("denied-1");
  await wizard.step("Output and tags");
  await expect(page.getByLabel("Value", { exact: true }).last()).toHaveValue("access-denied");
});

test("an answer that was lost is looked for, and the job is found", async ({ page }) => {
  const wizard = new Wizard(page);
  await rehearse(wizard, "lost-1", "lost-answer");
  await submit(wizard);
  await expect(page).toHaveURL(/\/training-jobs\/lost-1$/, { timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "lost-1", level: 1 })).toBeVisible();
});

test("a throttled call is tried again", async ({ page }) => {
  const wizard = new Wizard(page);
  await rehearse(wizard, "slow-1", "throttling 1");
  await submit(wizard);
  await expect(page).toHaveURL(/\/training-jobs\/slow-1$/, { timeout: 60_000 });
});

test("a job that finds no instance says so", async ({ page }) => {
  const wizard = new Wizard(page);
  await rehearse(wizard, "crowded-1", "capacity-error");
  await wizard.create();
  const job = new Job(page);
  await job.becomes("Failed");
  await expect(page.getByText(/Unable to provision requested ML compute capacity/).first()).toBeVisible();
});

test("a quota in engine.json refuses the instance type", async ({ page, console }) => {
  writeFileSync(join(console.data, "engine.json"), JSON.stringify({ Quotas: { TrainingInstances: { default: 0 } } }));
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "many-1");
  await submit(wizard);
  await expect(page.getByText(/for training job usage/).or(page.getByText(/Your account may use 0/)).first()).toBeVisible();
});
