import { defineConfig } from '@playwright/test';

/** The story runs against a demo that `npm run test:browser` has started; order matters, so one worker. */
export default defineConfig({
  testDir: 'examples/app/e2e-tests',
  timeout: 180_000,
  expect: { timeout: 45_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME }],
  ],
  outputDir: 'test-artefacts/playwright',
  use: {
    baseURL: process.env.DEMO_URL,
    actionTimeout: 30_000,
    viewport: { width: 1440, height: 1000 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
