/** Runs vitest, Playwright and pytest quietly and counts what they say. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN, ROOT, node, toolEnvironment } from './paths.mjs';
import { run } from './process.mjs';
import { NOTHING, failed, skipped, sum } from './tally.mjs';

/** Calls `use` with a path for a report, in a folder that is removed afterwards. */
async function withReport(use) {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-tests-'));
  try {
    return await use(join(folder, 'report'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readReport(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A run that failed without a failing test has broken as a whole: that counts as one. */
function conclude(title, { code, output }, counts) {
  const shown = `\n── ${title} ──\n${output}`;
  if (!counts || (code !== 0 && counts.failed === 0)) {
    return sum([{ ...NOTHING, ...counts }, failed(shown)]);
  }
  return { ...NOTHING, ...counts, output: code === 0 ? '' : shown };
}

/**
 * @param {string} project of `vitest.config.mjs`
 * @param {{env?: Record<string, string>, filters?: string[]}} [options]
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export function vitest(project, { env = {}, filters = [] } = {}) {
  const reporter = join(ROOT, 'scripts', 'support', 'vitest-reporter.mjs');
  const args = ['run', '--project', project, '--passWithNoTests', ...filters];
  const reporters = ['--reporter', 'dot', '--reporter', reporter];
  return withReport(async report => {
    const outcome = await run(node(), [join(BIN, 'vitest'), ...args, ...reporters], {
      live: true,
      env: toolEnvironment({ ...env, JKF_TEST_REPORT: report, NO_COLOR: '1' })
    });
    const text = readReport(report);
    return conclude(`vitest ${project}`, outcome, text && JSON.parse(text));
  });
}

/** The browser of the tests: Debian's, unless `JKF_CHROMIUM` names another. */
const chromium = () => process.env.JKF_CHROMIUM ?? '/usr/bin/chromium';

/**
 * @param {'tests' | 'screenshots'} project of `ui-tests/playwright.config.ts`
 * @param {{python: string, env?: Record<string, string>, filters?: string[]}} options
 *   `python`: interpreter that has JupyterLab
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function playwright(project, { python, env = {}, filters = [] }) {
  if (!existsSync(chromium())) {
    const remedy = 'sudo apt-get install -y chromium';
    return skipped(`playwright ${project}`, `no ${chromium()}. Install it: ${remedy}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'jkf-ui-'));
  const args = ['test', '--config', 'ui-tests/playwright.config.ts'];
  const own = {
    JKF_UI_FOLDER: folder,
    JKF_UI_PYTHON: python,
    JKF_CHROMIUM: chromium()
  };
  try {
    return await withReport(async report => {
      const outcome = await run(
        node(),
        [join(BIN, 'playwright'), ...args, `--project=${project}`, ...filters],
        {
          live: true,
          env: toolEnvironment({
            ...env,
            ...own,
            JKF_TEST_REPORT: report,
            NO_COLOR: '1'
          })
        }
      );
      const text = readReport(report);
      return conclude(`playwright ${project}`, outcome, text && JSON.parse(text));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} python an interpreter that has pytest
 * @param {string} folder of the tests
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export function pytest(python, folder) {
  return withReport(async report => {
    const args = [
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      `--junitxml=${report}`
    ];
    const outcome = await run(python, [...args, folder]);
    const text = readReport(report);
    return conclude(`pytest ${folder}`, outcome, text && countJunit(text));
  });
}

/** Counts the cases of a JUnit report. */
export function countJunit(xml) {
  const cases = xml.split('<testcase ').slice(1);
  const skips = cases.filter(text => text.includes('<skipped'));
  const failures = cases.filter(text => /<(failure|error)\b/.test(text));
  return {
    passed: cases.length - skips.length - failures.length,
    failed: failures.length,
    skipped: skips.map(text => ({
      name: `${attribute(text, 'classname')}: ${attribute(text, 'name')}`,
      reason: attribute(text.slice(text.indexOf('<skipped')), 'message')
    }))
  };
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function attribute(text, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  return value.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity) => ENTITIES[entity]);
}
