import { type Page } from "@playwright/test";

import { open } from "./fixtures.ts";
import { type, Wizard } from "./wizard.ts";

/** Creates an example under a name, with other hyperparameters where they are given, and shows its page. */
export async function create(page: Page, name: string, hyperparameters: Record<string, string>, example = "base"): Promise<void> {
  const wizard = new Wizard(page);
  await open(page, `/training-jobs/create?example=${example}`);
  await wizard.shows("Job settings");
  await type(wizard.field("Job name"), name);
  await wizard.step("Hyperparameters");
  for (const [key, value] of Object.entries(hyperparameters)) await type(wizard.field(key), value);
  await wizard.create();
}
