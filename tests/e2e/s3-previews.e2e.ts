// The S3 browser: what is uploaded is shown, and nothing that is shown can act.

import { expect, fits, inspect, open, test } from "./fixtures.ts";
import { png, records } from "./made.ts";
import { bucket, upload } from "./uploading.ts";

test("files are uploaded, found by their beginning, and previewed by their kind", async ({ page }) => {
  test.setTimeout(300_000);
  await open(page, `/s3/${bucket}/`);
  await page.getByRole("button", { name: "New folder" }).click();
  const dialog = page.getByRole("dialog", { name: "New folder" });
  await dialog.getByRole("button", { name: "Create folder" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/Enter a name/);
  await dialog.getByLabel("Name", { exact: true }).fill("shown");
  await inspect(page, "s3-new-folder");
  await dialog.getByRole("button", { name: "Create folder" }).click();
  await expect(page).toHaveURL(/\/shown\/$/);

  await upload(page, "shown/", "notes.txt", Buffer.from("first line\nsecond line"));
  await upload(page, "shown/", "settings.json", Buffer.from('{"epochs":4,"deep":{"a":[1,2]}}'));
  await upload(page, "shown/", "train.manifest", Buffer.from('{"source-ref":"s3://b/a.jpg","class":1}\nno json\n'));
  await upload(page, "shown/", "train.lst", Buffer.from("5\t1\tcats/one.jpg\n7\t0\tdogs/two.jpg\nwrong line\n"));
  await upload(page, "shown/", "picture.png", png(32));
  await upload(page, "shown/", "images.rec", records([[3, png(8)], [7, png(9)]]));

  await open(page, `/s3/${bucket}/shown/`);
  await inspect(page, "s3-shown");
  await fits(page, 360);
  await page.getByRole("searchbox", { name: "Names that start with" }).fill("train");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByRole("rowheader")).toHaveText(["train.lst", "train.manifest"]);
  await page.goto(`/s3/${bucket}/shown/?prefix=zzz`);
  await expect(page.getByText("Nothing here starts with zzz")).toBeVisible();

  await open(page, `/s3/${bucket}/shown/notes.txt`);
  await expect(page.getByRole("region", { name: "Text of the object" })).toContainText("second line");
  await open(page, `/s3/${bucket}/shown/settings.json`);
  await expect(page.getByRole("region", { name: "JSON of the object" })).toContainText('"epochs": 4');
  await inspect(page, "s3-json");
  await open(page, `/s3/${bucket}/shown/train.manifest`);
  await expect(page.getByRole("row", { name: /^2 Not JSON/ })).toBeVisible();
  await open(page, `/s3/${bucket}/shown/train.lst`);
  await expect(page.getByRole("row", { name: "5 1 cats/one.jpg" })).toBeVisible();
  await expect(page.getByText(/Not a line with index, labels and path/)).toBeVisible();
  await inspect(page, "s3-list");
  await open(page, `/s3/${bucket}/shown/picture.png`);
  await expect.poll(() => page.getByRole("img", { name: "picture.png" }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(32);
  await open(page, `/s3/${bucket}/shown/images.rec`);
  await expect(page.getByText("label 7")).toBeVisible();
  await expect.poll(() => page.getByRole("img", { name: "Image 1" }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(9);
  await inspect(page, "s3-records");
  await fits(page, 360);
});

test("a page or drawing with scripts stays text", async ({ page, console }) => {
  const alerts: string[] = [];
  page.on("dialog", (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  const evil = '<html><body><script>alert("page")</script><img src=x onerror=alert("image")></body></html>';
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>';
  await upload(page, "evil/", "page.html", Buffer.from(evil));
  await upload(page, "evil/", "drawing.svg", Buffer.from(drawing));
  await upload(page, "evil/", "picture.png", Buffer.from(drawing));
  for (const name of ["page.html", "drawing.svg", "picture.png"]) {
    await open(page, `/s3/${bucket}/evil/${name}`);
    await expect(page.getByRole("region", { name: "Text of the object" })).toContainText("alert(");
    const uri = encodeURIComponent(`s3://${bucket}/evil/${name}`);
    const shown = await page.request.get(`${console.url}/preview/picture?uri=${uri}`);
    expect(shown.status(), name).toBe(404);
    const downloaded = await page.request.get(`${console.url}/download?uri=${uri}`);
    expect(downloaded.headers()["content-disposition"]).toMatch(/^attachment/);
    expect(downloaded.headers()["content-type"]).toBe("application/octet-stream");
  }
  await upload(page, "evil/", "real.png", png(8));
  const real = await page.request.get(`${console.url}/preview/picture?uri=${encodeURIComponent(`s3://${bucket}/evil/real.png`)}`);
  expect(real.headers()["content-security-policy"]).toContain("sandbox");
  expect(real.headers()["content-type"]).toBe("image/png");
  expect(alerts).toEqual([]);
});

test("the samples show their images with labels", async ({ page }) => {
  await open(page, `/s3/${bucket}/samples/digits/base/train/`);
  await page.getByRole("link", { name: /\.rec$/ }).first().click();
  await expect(page.getByText(/^label \d$/).first()).toBeVisible();
  await inspect(page, "s3-samples-images");
});

test.describe("with all samples", () => {
  test.use({ samples: "all" });

  test("scenes show their boxes, annotations their image, and masks their indices", async ({ page, console }) => {
    test.setTimeout(180_000);
    // The engine stores the scenes after it has started to answer; this one is the last.
    const last = encodeURIComponent(`s3://${bucket}/samples/shapes-masks/expanded/validation_annotation/new-031.png`);
    const status = async () => (await page.request.get(`${console.url}/preview/picture?uri=${last}`)).status();
    await expect.poll(status, { timeout: 120_000 }).toBe(200);
    const width = (image: HTMLImageElement) => image.naturalWidth;

    await open(page, `/s3/${bucket}/samples/shapes/base/train/train.rec`);
    const first = page.getByRole("img", { name: /^Image 0, \d objects?: class [012]: \d+ to \d+ % from the left, \d+ to \d+ % from the top/ });
    await expect.poll(() => first.evaluate(width)).toBe(128);
    await expect(page.getByText(/^\d objects?: class [012]/).first()).toBeVisible();
    await inspect(page, "s3-boxes");
    await fits(page, 390);

    await open(page, `/s3/${bucket}/samples/shapes-json/expanded/train_annotation/new-003.json`);
    const image = page.getByRole("img", { name: /^new-003\.jpg, \d objects?: class \d \((disc|square|triangle)\)/ });
    await expect.poll(() => image.evaluate(width)).toBe(128);
    await expect(page.getByRole("region", { name: "Objects", exact: true }).getByRole("rowheader").first()).toHaveText(/^class \d \(/);
    await expect(page.getByRole("region", { name: "JSON of the object" })).toContainText('"file": "new-003.jpg"');
    await inspect(page, "s3-annotation");
    await fits(page, 390);
    await page.getByRole("link", { name: /\/shapes-json\/expanded\/train\/new-003\.jpg$/ }).click();
    await expect(page.getByRole("img", { name: "new-003.jpg" })).toBeVisible();

    await open(page, `/s3/${bucket}/samples/shapes-masks/base/train_annotation/plain-000.png`);
    const mask = page.getByRole("img", { name: /^Mask plain-000\.png, 128 × 128 pixels: index 0 \d+\.\d %, index [123] \d+\.\d %/ });
    await expect.poll(() => mask.evaluate(width)).toBe(128);
    await expect(page.getByRole("region", { name: "Indices", exact: true }).getByRole("rowheader").first()).toHaveText("0");
    await expect(page.getByRole("row", { name: /^[123] .+ \d+\.\d %$/ }).first()).toBeVisible();
    await inspect(page, "s3-mask");
    await fits(page, 390);

    await upload(page, "lost_annotation/", "a.json", Buffer.from('{"file":"a.jpg","image_size":[{"width":9,"height":9,"depth":3}],"annotations":[]}'));
    await open(page, `/s3/${bucket}/lost_annotation/a.json`);
    await expect(page.getByText(`s3://${bucket}/lost/a.jpg does not exist.`)).toBeVisible();
  });
});

test("an object and its folder are deleted after a question, and a missing bucket is named", async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, `/s3/${bucket}/`);
  await page.getByRole("button", { name: "New folder" }).click();
  await page.getByRole("dialog", { name: "New folder" }).getByLabel("Name", { exact: true }).fill("doomed");
  await page.getByRole("dialog", { name: "New folder" }).getByRole("button", { name: "Create folder" }).click();
  await expect(page).toHaveURL(/\/doomed\/$/);
  await upload(page, "doomed/", "notes.txt", Buffer.from("gone soon"));
  await page.getByRole("button", { name: "Delete notes.txt" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete notes.txt?" });
  await expect(dialog.getByText("No known job made it or reads it.")).toBeVisible();
  await inspect(page, "s3-delete");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("rowheader", { name: "notes.txt" })).toBeVisible();
  await page.getByRole("button", { name: "Delete notes.txt" }).click();
  await dialog.getByRole("button", { name: "Delete object" }).click();
  await expect(page.getByText("The folder is empty")).toBeVisible();
  await page.getByRole("button", { name: "Delete folder" }).click();
  await page.getByRole("dialog", { name: "Delete doomed?" }).getByRole("button", { name: "Delete folder" }).click();
  await expect(page).toHaveURL(new RegExp(`/s3/${bucket}/$`));
  await expect(page.getByRole("rowheader", { name: "doomed/" })).toHaveCount(0);

  await upload(page, "", "alone.txt", Buffer.from("gone from its own page"));
  await open(page, `/s3/${bucket}/alone.txt`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog", { name: "Delete alone.txt?" }).getByRole("button", { name: "Delete object" }).click();
  await expect(page).toHaveURL(new RegExp(`/s3/${bucket}/$`));
  // The pages go on.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Go to a page, an action or a job" })).toBeVisible();
  await page.keyboard.press("Escape");

  await open(page, `/s3/${bucket}/several/`);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  const uploads = page.getByRole("dialog", { name: "Upload files" });
  const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) });
  await uploads.getByLabel("Files", { exact: true }).setInputFiles([file("a.jpg"), file("b.jpg"), file("c.lst")]);
  await uploads.getByRole("button", { name: "Start upload" }).click();
  await expect(uploads.getByText("3 files stored")).toBeVisible({ timeout: 60_000 });
  await inspect(page, "s3-several-uploaded");
  await uploads.locator("footer").getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("rowheader")).toHaveText(["a.jpg", "b.jpg", "c.lst"]);

  await open(page, `/s3/${bucket}/samples/digits/base/train/train.rec`);
  await expect(page.getByRole("button", { name: "Delete", exact: true })).toBeVisible();

  await open(page, "/s3/nobucket/");
  await expect(page.getByText("There is no bucket nobucket in this account and Region.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "New folder" })).toHaveCount(0);
  await inspect(page, "s3-no-bucket");
});
