import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Console, type Samples } from "./console.ts";

/** Each test has a console, an engine and a data folder of its own. */
export const test = base.extend<{ console: Console; samples: Samples }>({
  samples: ["digits", { option: true }],
  console: async ({ samples }, use) => {
    const console = await Console.start(samples);
    await use(console);
    await console.stop();
  },
  baseURL: async ({ console }, use) => use(console.url),
});

export { expect };

/** Goes to a page and waits until its scripts run, so that what a test types is not typed too early. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Waits until the page's scripts run. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", /.*/);
}

/** Checks the page with axe in both colour schemes; takes pictures if BATON_SCREENSHOTS names a folder. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.BATON_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Checks that nothing sticks out of a narrow screen. */
export async function fits(page: Page, width: number): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 900 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `pixels beyond ${width}`).toBeLessThanOrEqual(0);
  if (before) await page.setViewportSize(before);
}
