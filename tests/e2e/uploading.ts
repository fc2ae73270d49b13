import { expect, type Page } from "@playwright/test";
import { open } from "./fixtures.ts";

export const bucket = "sagemaker-us-west-2-000000000000";

/** Uploads a file on a folder's page, as a person does, and waits until it is stored. */
export async function upload(page: Page, folder: string, name: string, content: Buffer): Promise<string> {
  await open(page, `/s3/${bucket}/${folder}`);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Upload files" });
  await dialog.getByLabel("Files", { exact: true }).setInputFiles({ name, mimeType: "application/octet-stream", buffer: content });
  await dialog.getByRole("button", { name: "Start upload" }).click();
  await expect(dialog.getByText("The file is stored")).toBeVisible({ timeout: 60_000 });
  await dialog.locator("footer").getByRole("button", { name: "Close" }).click();
  return `s3://${bucket}/${folder}${name}`;
}
