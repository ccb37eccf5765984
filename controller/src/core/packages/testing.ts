/** For tests: requirements, inventories and chosen wheels in a few words. */
import { reason, type Requirement } from '@jupyterlab-kubeflow/protocol';
import type { Inventory } from './inventory.js';
import type { ChosenWheel } from './report.js';

/** As a line of a requirements file. */
export function requirement(
  text: string,
  more: Partial<Requirement> = {}
): Requirement {
  const name = /^[\w-]+/.exec(text)?.[0] ?? text;
  const why = reason('requirement-file', { file: 'requirements.txt' });
  return { name, text, source: 'file', reason: why, included: true, ...more };
}

/** Of Python 3.11 on glibc. */
export function inventory(
  distributions: Inventory['distributions'] = {},
  more: Partial<Inventory> = {}
): Inventory {
  const sitePackages = ['/usr/local/lib/python3.11/site-packages'];
  return {
    ...{ python: '3.11', libc: 'glibc', sitePackages },
    ...{ distributions, requires: {} },
    ...more
  };
}

/** `name-version`, and what it needs. */
export function wheel(text: string, ...requires: string[]): ChosenWheel {
  const [name = '', version = ''] = text.split('-');
  const file = `${name}-${version}-py3-none-any.whl`;
  return {
    ...{
      name,
      version,
      file,
      sha256: 'ab'.repeat(32),
      url: `https://i.example/${file}`
    },
    ...{ isDirect: false, isYanked: false, requires }
  };
}
