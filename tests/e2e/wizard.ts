import { expect, type Locator, type Page } from "@playwright/test";

type Step = "Start from" | "Job settings" | "Hyperparameters" | "Input data" | "Output and tags" | "Review and create";

/** The wizard as a person finds it: by labels, steps and buttons. */
export class Wizard {
  constructor(readonly page: Page) {}

  /** The control with a label. */
  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** Types a job's name, and a value without which the form would not be worth a draft. */
  async begin(name: string): Promise<void> {
    await type(this.field("Additional storage volume per instance (GB)"), "31");
    await type(this.field("Job name"), name);
  }

  /** The card of a channel. */
  channel(name: string): Locator {
    return this.page.getByRole("group", { name, exact: true });
  }

  /** Goes to a step that was visited. */
  async step(name: Step): Promise<void> {
    await this.page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name }).click();
    await this.shows(name);
  }

  async next(): Promise<void> {
    await this.page.getByRole("button", { name: "Next", exact: true }).click();
  }

  async shows(step: Step): Promise<void> {
    await expect(this.page.getByRole("heading", { name: step, level: 2 }).first()).toBeVisible();
    await expect(this.page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: step })).toHaveAttribute(
      "aria-current",
      "step",
    );
  }

  /** Opens a folded channel card. */
  async edit(channel: string): Promise<Locator> {
    const card = this.channel(channel);
    await card.getByRole("button", { name: `Edit ${channel}` }).click();
    return card;
  }

  /** The request as the review step shows it. */
  async request(): Promise<any> {
    const fold = this.page.getByText("The request as JSON, AWS CLI command, boto3 and SageMaker SDK code");
    if (!(await fold.evaluate((summary) => (summary.parentElement as HTMLDetailsElement).open))) await fold.click();
    const code = this.page.getByRole("region", { name: "Body of the request" });
    return JSON.parse((await code.textContent()) ?? "");
  }

  /** Goes to the review step, creates the job, and waits for its page. */
  async create(): Promise<void> {
    await this.step("Review and create");
    const warnings = this.page.getByRole("checkbox", { name: "Create the job despite the warnings" });
    if (await warnings.isVisible()) await warnings.check();
    await this.page.getByRole("button", { name: "Create training job", exact: true }).click();
    await expect(this.page).toHaveURL(/\/training-jobs\/(?!create)[A-Za-z0-9-]+$/);
  }
}

/** Types into a field and leaves it, as messages wait for that. */
export async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.blur();
}

/** Waits until a field has an error with this text. */
export async function refuses(field: Locator, message: string | RegExp): Promise<void> {
  await expect(field).toHaveAccessibleDescription(message);
  await expect(field).toHaveAttribute("aria-invalid", "true");
}
