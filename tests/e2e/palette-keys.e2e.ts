// Everything by keyboard: the command palette, the shortcuts, and the list of them.

import { expect, inspect, open, test } from "./fixtures.ts";

test("the palette leads to pages and actions", async ({ page }) => {
  await open(page, "/training-jobs");
  await page.keyboard.press("Control+k");
  const line = page.getByRole("combobox", { name: "Page, action or job" });
  await expect(line).toBeFocused();
  await inspect(page, "palette");
  await page.keyboard.type("s3 brow");
  await expect(page.getByRole("option", { name: /S3 browser/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/s3$/);
  await expect(line).toBeHidden();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("no such thing");
  await expect(page.getByText("No page, action or job matches.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(line).toBeHidden();
});

test("shortcuts work where nobody types, and are listed", async ({ page }) => {
  await open(page, "/training-jobs");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toContainText("Create training job");
  await inspect(page, "keys");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/s3$/);
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/training-jobs\/create/);
  await open(page, "/settings");
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await inspect(page, "settings");
});
