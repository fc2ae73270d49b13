import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** The wizard as a person finds it: by labels, steps and buttons. */
export class Wizard {
  constructor(readonly page: Page) {}

  /** The control with a label, in a channel's card or anywhere. */
  field(label: string, within: Locator | Page = this.page): Locator {
    return within.getByLabel(label, { exact: true });
  }

  /** The card of a channel. */
  channel(name: string): Locator {
    return this.page.getByRole("group", { name, exact: true });
  }

  async step(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name }).click();
  }

  async next(): Promise<void> {
    await this.page.getByRole("button", { name: "Next", exact: true }).click();
  }

  /** Opens a folded channel card. */
  async edit(name: string): Promise<Locator> {
    const card = this.channel(name);
    await card.getByRole("button", { name: "Edit" }).click();
    return card;
  }

  async create(): Promise<void> {
    await this.page.getByRole("button", { name: "Create training job" }).click();
  }

  /** The message beside a field: what its description says. */
  async says(field: Locator, message: string | RegExp): Promise<void> {
    await expect(field).toHaveAccessibleDescription(message);
  }
}
