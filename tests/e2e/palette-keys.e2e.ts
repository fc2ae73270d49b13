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

test("what is typed before the palette's code is there is kept for it", async ({ page }) => {
  let release = (): void => {};
  const typed = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/overlays-\w+\.bin$/, async (route) => {
    await typed;
    await route.continue();
  });
  await open(page, "/training-jobs");
  await page.keyboard.press("Control+k");
  // By itself the letter leads to the form.
  await page.keyboard.type("cs3 brow");
  for (let count = 0; count < 8; count += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type("s3 brow");
  await expect(page).toHaveURL(/\/training-jobs$/);
  release();
  await expect(page.getByRole("combobox", { name: "Page, action or job" })).toHaveValue("s3 brow");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/s3$/);
});

test("a palette whose code does not come says so, and opens when it comes", async ({ page }) => {
  await page.route(/\/assets\/overlays-\w+\.bin$/, (route) => route.abort());
  await open(page, "/training-jobs");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("This part of the page could not be loaded")).toBeVisible();
  await page.unroute(/\/assets\/overlays-\w+\.bin$/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
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
