import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testIgnore: "bench/**",
  outputDir: "../../target/playwright",
  reporter: "line",
  // One browser at a time: each runs a real model.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Pages that the tests make up count as public, and may then not ask a server on this machine.
        "--disable-features=LocalNetworkAccessChecks",
      ],
    },
  },
});
