// A page before its program is there, and one whose program never comes.

import { expect, hydrated, test } from "./fixtures.ts";

test("what is pressed before the page is alive is done when it is", async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 90_000,
  });
  await page.goto("/training-jobs/create?example=base", { waitUntil: "commit" });
  await page.getByLabel("Job name", { exact: true }).fill("pressed-early");
  const next = page.getByRole("button", { name: "Next", exact: true });
  await next.click();
  await expect(next).toHaveAttribute("aria-busy", "true");
  expect(await page.locator("html").getAttribute("data-hydrated")).toBeNull();

  await expect(page.locator("html")).toHaveAttribute("data-hydrated", /.*/, { timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Hyperparameters", level: 2 })).toBeVisible();
  await expect(next).not.toHaveAttribute("aria-busy", "true");
});

test("a page that cannot start says so, and starts when it can", async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setBlockedURLs", { urls: ["*.wasm"] });
  await page.goto("/training-jobs");
  await expect(page.getByRole("alert").filter({ hasText: "This page did not start." })).toBeVisible({ timeout: 20_000 });

  await session.send("Network.setBlockedURLs", { urls: [] });
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await hydrated(page);
  await expect(page.getByText("This page did not start.")).toHaveCount(0);
});
