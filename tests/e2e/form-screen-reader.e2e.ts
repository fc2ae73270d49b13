// The wizard as a screen reader has it: the tree that Chromium hands to assistive technology, and what is announced.

import type { Page } from "@playwright/test";
import { expect, open, test } from "./fixtures.ts";
import { refuses, type, Wizard } from "./wizard.ts";

const STEPS = ["Start from", "Job settings", "Hyperparameters", "Input data", "Output and tags", "Review and create"] as const;

interface Node {
  ignored?: boolean;
  role?: { value: string };
  name?: { value: string };
}

/** What can be operated and has no name. */
async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
  await session.detach();
  const operable = /^(textbox|searchbox|combobox|checkbox|radio|button|link|tab|radiogroup|navigation)$/;
  const found = nodes.filter((node) => !node.ignored && operable.test(node.role?.value ?? ""));
  expect(found.length, "things that can be operated").toBeGreaterThan(10);
  return found.filter((node) => !node.name?.value.trim()).map((node) => node.role?.value ?? "");
}

/** Controls in sight whose description is an element that does not exist. */
function dangling(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[aria-describedby]")]
      .filter((control) => control.offsetParent !== null)
      .filter((control) => {
        const ids = (control.getAttribute("aria-describedby") ?? "").split(/\s+/);
        return !ids.some((id) => document.getElementById(id));
      })
      .map((control) => control.id),
  );
}

test("everything that can be operated has a name, and every description exists", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  for (const step of STEPS) {
    await wizard.step(step);
    expect.soft(await nameless(page), step).toEqual([]);
    expect.soft(await dangling(page), step).toEqual([]);
    await expect(page.getByRole("heading", { name: step, level: 2 }).first()).toBeFocused();
  }
});

test("the list of steps says where one is and what each step holds", async ({ page }) => {
  await open(page, "/training-jobs/create?example=base");
  await expect(page.getByRole("navigation", { name: "Steps" })).toMatchAriaSnapshot(`
    - navigation "Steps":
      - list:
        - listitem:
          - link "Start from"
          - text: /complete\\..*The example/
        - listitem:
          - link "Job settings"
          - text: /complete\\..*digits-base-\\d+/
        - listitem:
          - link "Hyperparameters"
          - text: /complete\\..*10 set/
        - listitem:
          - link "Input data"
          - text: /complete\\..*2 channels/
        - listitem:
          - link "Output and tags"
          - text: complete.
        - listitem:
          - link "Review and create"
  `);
});

test("errors are the descriptions of their fields, and are announced where they stop somebody", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  const name = wizard.field("Job name");
  await type(name, "my_job");
  await refuses(name, /Use only letters, digits and hyphens/);
  await wizard.next();
  await expect(name).toBeFocused();
  const steps = page.getByRole("navigation", { name: "Steps" });
  await expect(steps).toContainText("1 error");
  // Creating says above the form what is wrong.
  await wizard.step("Review and create");
  await page.getByRole("button", { name: "Create training job", exact: true }).click();
  const alert = page.locator("#error-summary");
  await expect(alert).toContainText("One field needs attention");
  await expect(alert).toBeFocused();
  await alert.getByRole("link", { name: /Use only letters/ }).click();
  await expect(name).toBeFocused();
  // Rows that come and go are announced.
  await wizard.step("Output and tags");
  await page.getByRole("button", { name: "Add tag" }).click();
  await expect(steps.getByRole("status")).toHaveText("Tag 1 added.");
  await expect(wizard.field("Key")).toBeFocused();
  await page.getByRole("button", { name: "Remove tag 1" }).click();
  await expect(steps.getByRole("status")).toHaveText("Removed tag 1.");
});

test("a warning says that it is one, and a checkbox with an error is invalid", async ({ page }) => {
  const wizard = new Wizard(page);
  await open(page, "/training-jobs/create?example=base");
  await type(wizard.field("Keep alive period (seconds)"), "600");
  await expect(wizard.field("Keep alive period (seconds)")).toHaveAccessibleDescription(/^Warning: The instances are billed/);
  await page.getByRole("radio", { name: "Algorithm subscription from AWS Marketplace" }).check();
  await type(wizard.field("Algorithm / subscription"), "bought");
  const isolation = page.getByRole("checkbox", { name: "Enable network isolation" });
  await isolation.focus();
  await isolation.check();
  await isolation.uncheck();
  await refuses(isolation, /Marketplace algorithms need network isolation/);
});
