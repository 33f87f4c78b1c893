import config from "./playwright.config.ts";

export default { ...config, testDir: "./bench", testIgnore: [], timeout: 3_600_000 };
