/**
 * Browser tests: real Chromium, a real Jupyter server with token and XSRF check, the real
 * gateway, real runs. `scripts/test.mjs ui` prepares the environment and starts this.
 */
import { defineConfig } from '@playwright/test';
import { join } from 'node:path';

/** Nothing leaves the machine: every other name is unknown to the browser. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--force-color-profile=srgb',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'
];

const TALLY = join(import.meta.dirname, '../scripts/support/playwright-reporter.mjs');

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/ui',
  globalSetup: './support/stage.ts',
  // Each worker has a Jupyter server of its own. A second one uses what the first one
  // waits for; more would measure two cores' patience.
  workers: 2,
  // How long a busy machine may take, not how long it should.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // One slow moment of a shared machine is named in the output; two are a failure.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  forbidOnly: process.env['CI'] === 'true',
  reporter: process.env['JKF_TEST_REPORT'] ? [[TALLY], ['dot']] : 'list',
  projects: [
    { name: 'tests', testDir: 'tests' },
    { name: 'screenshots', testDir: 'screenshots' },
    // `npm run bench` starts these.
    { name: 'bench', testDir: 'bench', workers: 1 },
    // `test/cluster/browser.test.ts` starts these: they need its cluster.
    { name: 'cluster', testDir: 'cluster', workers: 1 }
  ],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['JKF_CHROMIUM'] ?? '/usr/bin/chromium',
      args: QUIET
    }
  }
});
