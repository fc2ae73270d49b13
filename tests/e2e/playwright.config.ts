import { defineConfig } from "@playwright/test";

// The arguments that let Chromium run as root and without a network beyond this machine.
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: ".",
  testMatch: "*.e2e.ts",
  // A measurement, which asserts no time: `make measure-form` runs it alone on a quiet machine.
  testIgnore: process.env.BATON_MEASURE ? [] : ["form-speed.e2e.ts"],
  outputDir: `${process.env.CARGO_TARGET_DIR ?? "../../target"}/browser-tests`,
  // Real jobs train while the pages are watched.
  timeout: 300_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  reporter: [["list"], ["./closing-line.ts"]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    viewport: { width: 1440, height: 1000 },
    launchOptions: { executablePath: process.env.BATON_CHROMIUM ?? "/usr/bin/chromium", args: quiet },
  },
});
