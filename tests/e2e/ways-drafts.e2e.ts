// What is typed is kept: after a reload, after the program was killed, and when two tabs disagree.

import type { Page } from "@playwright/test";
import { expect, fits, hydrated, inspect, open, test } from "./fixtures.ts";
import { type, Wizard } from "./wizard.ts";

async function saved(page: Page): Promise<void> {
  await expect(page.getByText("Draft saved", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/draft=[0-9a-f]+/);
}

test("a draft survives a reload and a killed program, and goes when its job is created", async ({ page, console }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.begin("kept-1");
  await saved(page);
  await wizard.step("Hyperparameters");
  await type(wizard.field("learning_rate"), "0.03");
  await saved(page);

  await page.reload();
  await hydrated(page);
  await expect(wizard.field("Job name")).toHaveValue("kept-1");
  await wizard.step("Hyperparameters");
  await expect(wizard.field("learning_rate")).toHaveValue("0.03");

  await console.restart();
  await open(page, "/drafts");
  await inspect(page, "drafts");
  await fits(page, 360);
  await page.getByRole("link", { name: "kept-1" }).click();
  await expect(wizard.field("Job name")).toHaveValue("kept-1");
  await wizard.create();
  await open(page, "/drafts");
  await expect(page.getByText("No drafts")).toBeVisible();
});

test("looking at the form makes no draft", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  for (const step of ["Hyperparameters", "Input data", "Output and tags", "Review and create"] as const) await wizard.step(step);
  await expect(page.getByText("Draft saved", { exact: true })).toHaveCount(0);
  await open(page, "/drafts");
  await expect(page.getByText("No drafts")).toBeVisible();
});

test("a name alone makes no draft, and the first value beside it does", async ({ page }) => {
  const wizard = new Wizard(page);
  const saves: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/drafts/save")) saves.push(request.postData() ?? "");
  });
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Job name"), "only-a-name");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Drafts" }).click();
  await expect(page.getByRole("dialog", { name: "Leave the form?" })).toBeHidden();
  await expect(page.getByText("No drafts")).toBeVisible();
  expect(saves).toEqual([]);
  await open(page, "/training-jobs/create?example=base");
  await wizard.begin("more-than-a-name");
  await saved(page);
  expect(saves.length).toBeGreaterThan(0);
});

test("one save is under way at a time, and the next carries what was typed meanwhile", async ({ page }) => {
  const wizard = new Wizard(page);
  const volumes: string[] = [];
  let running = 0;
  let most = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/drafts/save", async (route) => {
    running += 1;
    most = Math.max(most, running);
    volumes.push(JSON.parse(route.request().postData() ?? "").form.draft.volume);
    if (volumes.length === 1) await held;
    const answer = await route.fetch();
    running -= 1;
    await route.fulfill({ response: answer });
  });
  await open(page, "/training-jobs/create?example=base");
  const volume = wizard.field("Additional storage volume per instance (GB)");
  await type(volume, "31");
  await expect.poll(() => volumes).toEqual(["31"]);
  for (const size of ["32", "33"]) await type(volume, size);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Drafts" }).click();
  await page.getByRole("dialog", { name: "Leave the form?" }).getByRole("button", { name: "Save and leave" }).click();
  release();
  await expect(page).toHaveURL(/\/drafts$/);
  await expect.poll(() => volumes).toEqual(["31", "33"]);
  expect(most).toBe(1);
  await open(page, "/drafts");
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
});

test("what is typed while several jobs are being sent becomes a draft of its own", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await page.getByRole("link", { name: "Single page" }).click();
  await wizard.begin("sent-1");
  await saved(page);
  const first = page.url();
  await page.getByRole("button", { name: "Launch variants" }).click();
  await page.getByLabel("Setting 1", { exact: true }).selectOption({ label: "learning_rate" });
  await page.getByLabel("Values 1, one per line").fill("0.05\n0.01");
  await page.getByRole("button", { name: "Preview the jobs" }).click();
  const accept = page.getByRole("checkbox", { name: "Create these jobs despite the warnings" });
  if (await accept.isVisible()) await accept.check();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/create-variant", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("button", { name: "Create 2 jobs" }).click();
  await type(wizard.field("Additional storage volume per instance (GB)"), "44");
  release();
  await expect(page.getByRole("region", { name: "Variants" }).getByRole("row", { name: /Created/ })).toHaveCount(2);
  await expect(page).not.toHaveURL(first);
  await saved(page);

  // The draft of which the jobs were made has gone; the other one has what was typed.
  await open(page, "/drafts");
  await page.getByRole("link", { name: "sent-1" }).click();
  await expect(wizard.field("Additional storage volume per instance (GB)")).toHaveValue("44");
});

test("typing goes on while the program is away, and is saved when it is back", async ({ page, console }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await console.pause();
  await wizard.begin("offline-1");
  await expect(page.getByText("The draft could not be saved").first()).toBeVisible();
  await console.resume();
  await page.getByRole("button", { name: "Try again now" }).click();
  await saved(page);
});

test("two tabs on one draft do not overwrite each other", async ({ page, context }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.begin("two-tabs-1");
  await saved(page);
  const second = await context.newPage();
  const other = new Wizard(second);
  await open(second, page.url());
  await type(other.field("Job name"), "two-tabs-2");
  await saved(second);
  const draft = page.url();

  await type(wizard.field("Job name"), "two-tabs-3");
  await expect(page.getByText("This draft was changed in another tab")).toBeVisible();
  await inspect(page, "draft-conflict");
  await second.reload();
  await hydrated(second);
  await expect(other.field("Job name")).toHaveValue("two-tabs-2");

  await page.getByRole("button", { name: "Keep both: save this one as a new draft" }).click();
  await saved(page);
  await expect(page).not.toHaveURL(draft);
  await open(page, "/drafts");
  await expect(page.getByRole("link", { name: /two-tabs-[23]/ })).toHaveCount(2);

  // Now the first tab loads what the second saved.
  await page.getByRole("link", { name: "two-tabs-2" }).click();
  await expect(wizard.field("Job name")).toHaveValue("two-tabs-2");
  await type(other.field("Job name"), "two-tabs-4");
  await saved(second);
  await type(wizard.field("Job name"), "two-tabs-5");
  await page.getByRole("link", { name: "Load the other one" }).click();
  await hydrated(page);
  await expect(wizard.field("Job name")).toHaveValue("two-tabs-4");
});

test("leaving with something unsaved asks", async ({ page, console }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await console.pause();
  await wizard.begin("leaving-1");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Training jobs" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave the form?" });
  await expect(dialog).toBeVisible();
  await inspect(page, "leave");
  await dialog.getByRole("button", { name: "Stay" }).click();
  await expect(wizard.field("Job name")).toHaveValue("leaving-1");

  // The browser's own question, when the page itself goes.
  const asked = page.waitForEvent("dialog");
  const closing = page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  await closing;

  await console.resume();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Training jobs" }).click();
  const again = page.getByRole("dialog", { name: "Leave the form?" });
  if (await again.isVisible()) await again.getByRole("button", { name: "Save and leave" }).click();
  await expect(page).toHaveURL(/\/training-jobs$/);
  await open(page, "/drafts");
  await expect(page.getByRole("link", { name: "leaving-1" })).toBeVisible();
});

test("a draft is deleted", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await wizard.begin("unwanted-1");
  await saved(page);
  await open(page, "/drafts");
  const row = page.getByRole("row", { name: "unwanted-1" });
  await expect(row.getByRole("cell", { name: "Image Classification - MXNet" })).toBeVisible();
  await expect(row.getByRole("cell", { name: "New weights" })).toBeVisible();
  const remove = page.getByRole("button", { name: "Delete the draft unwanted-1" });
  const question = page.getByRole("dialog", { name: "Delete unwanted-1?" });
  await remove.click();
  await inspect(page, "draft-delete");
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  await remove.click();
  await question.getByRole("button", { name: "Delete draft" }).click();
  await expect(page.getByText("No drafts")).toBeVisible();
});
