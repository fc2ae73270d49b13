import { expect, type Locator, type Page } from "@playwright/test";

/** The page of a job. */
export class Job {
  constructor(readonly page: Page) {}

  /** The state beside the name. */
  async becomes(words: string | RegExp, seconds = 60): Promise<void> {
    await expect(this.state()).toContainText(words, { timeout: seconds * 1000 });
  }

  timeline(): Locator {
    return this.page.getByRole("list", { name: "Timeline" });
  }

  log(): Locator {
    return this.page.getByRole("region", { name: "Last lines of the log" });
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Parts of the job" }).getByRole("link", { name }).click();
  }

  private state(): Locator {
    return this.page.getByRole("main").locator(".page-head");
  }
}
