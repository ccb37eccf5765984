/** Questions to the real pip, about an index on loopback. */
import { spawnSync } from 'node:child_process';
import type { Inventory } from '../../../controller/src/core/packages/inventory.js';
import { platformTags } from '../../../controller/src/core/packages/tags.js';
import type { Question, WheelSources } from '../../../controller/src/ports/packages.js';
import type { PackageIndex } from './package-index.js';

/** An interpreter that has pip. */
export const PYTHON = ['python3', 'python3.11', 'python3.12']
  .map(name => spawnSync(name, ['-c', 'import pip, sys; print(sys.executable)']))
  .find(({ status }) => status === 0)
  ?.stdout.toString()
  .trim();
export const NO_PIP = PYTHON === undefined ? ' (no Python with pip)' : '';

/** Nothing of what is configured on this computer. */
export const PIP_ENV = {
  ...process.env,
  ...{ PIP_CONFIG_FILE: '/dev/null', PIP_RETRIES: '0', HOME: '/nonexistent' },
  ...{ PIP_NO_CACHE_DIR: '1' }
};

export interface Asking {
  readonly base?: Question['base'];
  readonly released?: readonly string[];
  readonly sources?: Partial<WheelSources>;
  /** Minor version of the image. */
  readonly python?: string;
  readonly interpreter?: string;
  readonly libc?: Inventory['libc'];
  readonly env?: Record<string, string>;
}

/** Requirements by their names, for Linux on x86_64. */
export function questionFor(
  index: PackageIndex,
  texts: readonly string[],
  asking: Asking = {}
): Question {
  const { python: minor = '3.11', libc = 'glibc' } = asking;
  const names = texts.map(text => /^[\w-]+/.exec(text)?.[0] ?? text);
  return {
    place: { python: asking.interpreter ?? PYTHON ?? '', env: asking.env ?? {} },
    sources: {
      ...{ index: index.url, moreIndexes: [], findLinks: [], noIndex: false },
      ...asking.sources
    },
    target: {
      python: minor,
      machine: 'x86_64',
      platforms: platformTags({ libc }, 'x86_64')
    },
    wanted: new Map(texts.map((text, i) => [names[i] ?? '', text])),
    base: asking.base ?? { distributions: {}, requires: {} },
    released: new Set(asking.released)
  };
}
