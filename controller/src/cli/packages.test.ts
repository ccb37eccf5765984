import { describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  reason,
  type Plan
} from '@jupyterlab-kubeflow/protocol';
import { inventory, requirement, wheel } from '../core/packages/testing.js';
import type { Kernel } from '../ports/kernel.js';
import type { PackageServices } from '../service/packages-image.js';
import type { FoundPackages } from '../service/packages.js';
import type { PackagesRequest } from '../service/packages-request.js';
import type { Planned, Services } from '../service/services.js';
import { runLine, scriptedServices } from './testing/cli.js';
import { aPlan } from './testing/plan.js';
import { ScriptedTarget } from './testing/target.js';

const LINE = 'image packages digits.ipynb --base r.example/py';
const lacking = problem('package-missing', { requirement: 'nosuch>=1' });
const FOUND: FoundPackages = {
  base: 'r.example/py@sha256:ab',
  platform: 'linux/amd64',
  python: '3.11',
  libc: 'glibc',
  groups: {
    inBase: [{ name: 'six', version: '1.16.0', neededBy: ['app'] }],
    added: [
      {
        ...{ name: 'app', version: '1.0', requirement: 'app', neededBy: [] },
        wheel: wheel('app-1.0')
      }
    ],
    differs: [
      {
        ...{ name: 'numpy', version: '2.1', base: '1.26', wins: 'notebook' },
        ...{ requirement: 'numpy>=2', neededBy: [] }
      },
      {
        ...{ name: 'torch', version: '2.4', base: '2.4', wins: 'base' },
        ...{ requirement: 'torch==2.5', neededBy: [] }
      }
    ],
    impossible: [{ name: 'nosuch', requirement: 'nosuch>=1', problem: lacking }],
    notes: [reason('packages-python-differs', { own: '3.12', python: '3.11' })]
  }
};

const kernel = (python: string): Kernel => ({ python, origin: 'option', env: {} });

/** A plan that needs `app`, by an interpreter of that version. */
function planned(version: string): Planned {
  const plan = aPlan({});
  const requirements = [requirement('app')];
  const { entry } = plan.bundle;
  const digest = `sha256:${'a'.repeat(64)}` as const;
  const environment: Plan['environment'] = {
    kind: 'interpreter',
    python: '/own/python',
    reason: reason('chosen', {}),
    ...(version === '' ? {} : { version })
  };
  return {
    plan: { ...plan, bundle: { ...plan.bundle, requirements }, environment },
    bundle: { digest, files: [], entry, requirements: ['app'] }
  };
}

function services(
  find: () => Promise<FoundPackages> = () => Promise.resolve(FOUND),
  version = '3.12.1'
) {
  const asked: PackagesRequest[] = [];
  const base = scriptedServices(new ScriptedTarget([]), planned(version));
  const kernels: Services['kernels'] = {
    ...base.kernels,
    find: () => Promise.resolve(kernel('/usual/python')),
    named: python => Promise.resolve(kernel(python))
  };
  const packages: PackageServices = {
    build: () => Promise.reject(new Error('nothing is built')),
    missing: () => Promise.resolve([]),
    find: async request => {
      asked.push(request);
      const nothing = () => Promise.resolve([]);
      return { found: await find(), inventory: inventory(), fresh: [], fetch: nothing };
    }
  };
  return { services: { ...base, kernels, packages }, asked };
}

describe('jkf image packages', () => {
  it('prints all groups, and what to do about the one that cannot be', async () => {
    const { code, out } = await runLine(LINE, services().services);
    expect(code).toBe(0);
    expect(
      out.split('\n').map(line => line.replace(/ {2,}/g, ' | ').trimEnd())
    ).toEqual([
      'r.example/py@sha256:ab: Python 3.11, linux/amd64, glibc',
      'package | version | is | because',
      'nosuch | cannot be added | the code wants nosuch>=1',
      'numpy | 1.26 → 2.1 | replaced | the code wants numpy>=2',
      'torch | 2.4 | kept | the code wants torch==2.5',
      'app | 1.0 | added | the code wants app',
      'six | 1.16.0 | in the base | app needs it',
      '✗ nosuch: No index has nosuch>=1.',
      expect.stringContaining('→ Check the name, or tell pip the index that has it'),
      '! note: the notebook has run with Python 3.12, and the image has 3.11: nothing changes for most',
      ' | code; if it matters, choose an image with Python 3.12',
      ''
    ]);
  });

  it.each(['json', 'yaml'])('gives programs the same: %s', async format => {
    const { code, out } = await runLine(`${LINE} -o ${format}`, services().services);
    expect(code).toBe(0);
    expect(out).toContain(format === 'json' ? '"wins": "notebook"' : 'wins: notebook');
    if (format === 'json') {
      expect(JSON.parse(out)).toEqual({
        ...{ base: FOUND.base, platform: 'linux/amd64', python: '3.11', libc: 'glibc' },
        ...FOUND.groups
      });
    }
  });

  it('says that nothing is needed', async () => {
    const groups = { inBase: [], added: [], differs: [], impossible: [], notes: [] };
    const nothing = { ...FOUND, libc: 'unknown', groups } as const;
    const { out } = await runLine(
      LINE,
      services(() => Promise.resolve(nothing)).services
    );
    expect(out).toBe(
      'r.example/py@sha256:ab: Python 3.11, linux/amd64\nNo packages are needed.\n'
    );
  });

  it('asks for what the plan needs, as the options say', async () => {
    const { services: made, asked } = services();
    await runLine(
      `${LINE} --index https://i.example/simple --extra-index https://j.example --find-links wheels --find-links https://k.example/w --keep torch --platform linux/arm64 --plain-http r.example`,
      made
    );
    expect(asked[0]).toMatchObject({
      base: 'r.example/py',
      requirements: [{ name: 'app' }],
      kernelPython: '3.12.1',
      pinned: ['torch'],
      platform: { os: 'linux', architecture: 'arm64' },
      resolver: { python: '/own/python' },
      access: { plainHttp: ['r.example'], trusted: [] },
      sources: {
        index: 'https://i.example/simple',
        moreIndexes: ['https://j.example'],
        findLinks: ['/work/wheels', 'https://k.example/w'],
        noIndex: false
      }
    });
  });

  it('asks no index, and another interpreter where that of the plan is gone', async () => {
    const { services: made, asked } = services(undefined, '');
    await runLine(`${LINE} --no-index`, made);
    expect(asked[0]).toMatchObject({
      sources: { moreIndexes: [], findLinks: [], noIndex: true },
      resolver: { python: '/usual/python' }
    });
    expect(asked[0]).not.toHaveProperty('kernelPython');
  });

  it('reports what keeps it from saying anything', async () => {
    const row = problem('packages-conflict', { detail: 'a and b' });
    const find = (): Promise<never> => Promise.reject(new ProblemError(row));
    const { code, out, err } = await runLine(
      `${LINE} -o json`,
      services(find).services
    );
    expect(code).toBe(2);
    expect(err).toContain(row.sentence);
    expect(JSON.parse(out)).toMatchObject({ problem: { code: 'packages-conflict' } });
  });
});
