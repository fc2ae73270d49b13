// The form as a page: its title, what it says about actions and about a lost server, its code, narrow screens, and forced colours.

import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, fits, open, test } from "./fixtures.ts";
import { Job } from "./job.ts";
import { refuses, type, Wizard } from "./wizard.ts";

/** A computed property of an element. */
function style(element: Locator, property: string): Promise<string> {
  return element.evaluate((found, name) => getComputedStyle(found).getPropertyValue(name), property);
}

/** Where an element is; it must be in the page's layout. */
async function box(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await element.boundingBox();
  if (!found) throw new Error(`${element} has no box`);
  return found;
}

/** Creates a job of one epoch and waits until its model is there. */
async function trained(page: Page, name: string): Promise<void> {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), name);
  await wizard.step("Hyperparameters");
  await type(wizard.field("epochs"), "1");
  await wizard.create();
  await expect(page.getByText(`Training job ${name} was created.`)).toBeVisible();
  await new Job(page).becomes("Completed", 240);
}

test("the document's title names the step", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await expect(page).toHaveTitle(/^Job settings – Create training job/);
  for (const step of ["Start from", "Hyperparameters", "Review and create"] as const) {
    await wizard.step(step);
    await expect(page).toHaveTitle(new RegExp(`^${step} – Create training job`));
  }
  await page.getByRole("link", { name: "Single page" }).click();
  await expect(page).toHaveTitle(/^Create training job/);
});

test("a model without a name is asked for at its field", async ({ page }) => {
  await open(page, "/training-jobs/create");
  const name = page.getByLabel("SageMaker model", { exact: true });
  await page.getByRole("button", { name: "Use its artifact" }).click();
  await expect(name).toBeFocused();
  await refuses(name, /Enter the name of a SageMaker model\./);
  await name.fill("m");
  await expect(name).not.toHaveAttribute("aria-invalid");
});

test("a lost server is said where it matters, and taken back when it answers", async ({ page, console }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.step("Output and tags");
  const output = wizard.field("S3 output path");
  await console.pause();
  await type(output, "s3://sagemaker-us-west-2-000000000000/samples/");
  await expect(output).toHaveAccessibleDescription(/The console's server does not answer, so nothing was looked up here/);
  await wizard.step("Start from");
  await page.getByRole("link", { name: "Start a new job" }).click();
  const message = page.getByRole("alert").filter({ hasText: "The console's server did not answer" });
  await expect(message).toBeVisible();
  await console.resume();
  await expect(message).toHaveCount(0);
  await wizard.step("Output and tags");
  await expect(output).toHaveAccessibleDescription(/^Found /);
});

test("the code has colours, whole names, and a button that covers nothing", async ({ page }) => {
  await open(page, "/training-jobs/create?example=base");
  const panel = page.getByRole("complementary", { name: "Request" });
  const code = panel.getByRole("region", { name: "Request JSON" });
  const name = code.locator(".code-name").first();
  await expect(name).toHaveText('"TrainingJobName"');
  const plain = await style(code, "color");
  for (const part of ["name", "string", "number"]) {
    expect(await style(code.locator(`.code-${part}`).first(), "color"), part).not.toBe(plain);
  }
  expect(JSON.parse((await code.textContent()) ?? "")).toHaveProperty("TrainingJobName");
  expect(await style(code, "word-break")).toBe("break-all");
  const button = await box(panel.getByRole("button", { name: "Copy" }).first());
  expect(button.y + button.height).toBeLessThanOrEqual((await box(code)).y);
  // The panel is folded away, and the form gets its room.
  const form = page.locator("form.wizard-form");
  const before = (await box(form)).width;
  await panel.locator("summary").filter({ hasText: /^Request$/ }).click();
  await expect(code).toBeHidden();
  expect((await box(form)).width).toBeGreaterThan(before + 100);
  // Forced colours have their own.
  await panel.locator("summary").filter({ hasText: /^Request$/ }).click();
  await page.emulateMedia({ forcedColors: "active" });
  expect(await style(name, "color")).toBe(await style(code, "color"));
});

test("links above each other are large enough, and forced colours show what is chosen and what is locked", async ({ page }) => {
  const wizard = new Wizard(page);
  await trained(page, "target-1");
  await open(page, "/training-jobs/create");
  await expect(page.getByRole("link", { name: "Use this model of target-1" })).toBeVisible();
  const { violations, passes } = await new AxeBuilder({ page }).include(".candidates").withRules(["target-size"]).analyze();
  expect(violations.flatMap(({ nodes }) => nodes.map((node) => node.html))).toEqual([]);
  expect(passes.map(({ id }) => id)).toEqual(["target-size"]);

  await page.emulateMedia({ forcedColors: "active" });
  await page.getByRole("link", { name: "Use this model of target-1" }).click();
  await wizard.shows("Job settings");
  const tabs = page.getByRole("complementary", { name: "Request" }).getByRole("tab");
  const colours = await tabs.evaluateAll((all) => all.map((tab) => getComputedStyle(tab).borderBottomColor));
  expect(colours.filter((colour) => colour === colours[0]), "one tab is chosen").toHaveLength(1);
  const widths = await page.locator(".steps li").evaluateAll((all) => all.map((step) => getComputedStyle(step).borderLeftWidth));
  expect(widths.filter((width) => width === "6px"), "one step is in view").toHaveLength(1);
  await wizard.step("Hyperparameters");
  const locked = wizard.field("num_layers");
  await expect(locked).toHaveAttribute("readonly", "");
  expect([await style(locked, "border-top-style"), await style(wizard.field("epochs"), "border-top-style")]).toEqual(["dashed", "solid"]);
});

test("a phone types small numbers, sees the end of a location, and has all buttons in one row", async ({ page }) => {
  const wizard = new Wizard(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/training-jobs/create?example=base");
  const heading = await box(page.getByRole("heading", { level: 1 }));
  const single = page.getByRole("link", { name: "Single page" });
  const indent = await single.evaluate((link) => link.getBoundingClientRect().x + parseFloat(getComputedStyle(link).paddingLeft));
  expect(Math.abs(indent - heading.x), "the link is in line with the heading").toBeLessThanOrEqual(3);
  // Smaller text makes the browser of a phone enlarge the page.
  expect(await style(wizard.field("Job name"), "font-size")).toBe("16px");
  await wizard.step("Hyperparameters");
  await expect(wizard.field("learning_rate")).toHaveAttribute("inputmode", "text");
  await expect(wizard.field("epochs")).toHaveAttribute("inputmode", "numeric");
  const buttons = page.locator(".wizard-form > .foot > .button:visible");
  const rows = new Set(await buttons.evaluateAll((all) => all.map((button) => Math.round(button.getBoundingClientRect().y))));
  expect(rows.size, "rows of buttons").toBe(1);
  await wizard.step("Input data");
  await wizard.edit("train");
  await expect(page.locator(".location-whole:visible").filter({ hasText: /\/samples\/digits\/base\/train\/$/ })).toHaveCount(1);
  await fits(page, 390);
});
