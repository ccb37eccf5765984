/** Where the browser tests keep things: all below one folder, made anew each time. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Named by `scripts/test.mjs ui`, which removes it. */
export const FOLDER = process.env['JKF_UI_FOLDER'] ?? join(tmpdir(), 'jkf-ui-tests');

export const STAGE = join(FOLDER, 'stage');
/** The unpacked wheel. */
export const SITE = join(STAGE, 'site');

export const CHECKOUT = join(import.meta.dirname, '..', '..');
export const EXAMPLES = join(CHECKOUT, 'examples');
/** Pictures of the documentation. */
export const IMAGES = join(CHECKOUT, 'docs', 'images');
/** Pictures that are only looked at: other widths, other tabs. */
export const DRAFTS = join(CHECKOUT, 'test-results', 'screenshots');
export const CATALOGUE = join(
  CHECKOUT,
  'jupyterlab_kubeflow/locale/ko_KR/LC_MESSAGES/jupyterlab_kubeflow.json'
);

/** The interpreter of the environment `lab`. */
export function python(): string {
  const path = process.env['JKF_UI_PYTHON'];
  if (!path) throw new Error('JKF_UI_PYTHON names no Python. Use: npm run test:ui');
  return path;
}
