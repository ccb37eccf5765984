/** Plans of files of a folder that a test describes. */
import {
  DEFAULT_SETTINGS,
  problem,
  ProblemError,
  type Check,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type {
  ImportResult,
  ImportTrials,
  KernelFacts,
  Kernels,
  SyntaxFault
} from '../../ports/kernel.js';
import type { MachineFacts } from '../../ports/machine.js';
import type { ClusterPlanner } from '../cluster-planner.js';
import { FilePlanner } from '../planner.js';
import type { Planned } from '../services.js';
import { plannerFor, ScriptedCluster, TAKES_JOBS } from '../testing.js';

/** A folder, an interpreter and what is asked for; what is absent is as usual. */
export interface Scene {
  readonly cells?: readonly string[];
  /** Files beside `n.ipynb`, path → text. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  /** Names of installed distributions, each imported by its name. */
  readonly installed?: readonly string[];
  readonly fault?: SyntaxFault;
  readonly noKernel?: boolean;
  /** What came of importing what the code imports, for who asks for that. */
  readonly imported?: ImportResult;
  /** Whether the settings stand on a command line. */
  readonly isTyped?: boolean;
  /** That the folder is at. */
  readonly commit?: string;
}

const FACTS: KernelFacts = {
  python: '/usr/bin/python3',
  version: '3.11.2',
  implementation: 'CPython',
  platform: 'linux-x86_64',
  distributions: [],
  stdlib: ['os', 'json']
};

function kernelsOf({ installed = [], fault, noKernel }: Scene): Kernels {
  const kernel = { name: 'python3', python: FACTS.python, env: {} };
  const found = { ...kernel, origin: 'kernelspec' } as const;
  const distributions = installed.map(name => ({
    name,
    version: '1.0',
    imports: [name]
  }));
  return {
    find: name =>
      noKernel
        ? Promise.reject(
            new ProblemError(problem('kernel-missing', { kernel: name ?? '' }))
          )
        : Promise.resolve(found),
    list: () => Promise.resolve([found]),
    named: () => Promise.resolve(found),
    inspect: () => Promise.resolve({ ...FACTS, distributions }),
    compile: () => Promise.resolve(fault)
  };
}

const MACHINE: MachineFacts = {
  ...{ platform: 'linux', cpus: 2, memoryBytes: 2 ** 30 },
  ...{ gpus: [], diskFreeBytes: 2 ** 40 }
};

const trialsOf = ({ imported }: Scene): ImportTrials => ({
  run: () =>
    imported ? Promise.resolve(imported) : Promise.reject(new Error('nobody wants it'))
});

/** Of a cluster that takes everything, and has no operator. */
const clusterPlanner = (): ClusterPlanner =>
  plannerFor(new ScriptedCluster(TAKES_JOBS));

export function planned(scene: Scene): Promise<Planned> {
  const { cells = ['x = 1'], files = {} } = scene;
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    size: text.length,
    executable: false
  }));
  const text = JSON.stringify({
    nbformat: 4,
    cells: cells.map(source => ({ cell_type: 'code', source }))
  });
  const planner = new FilePlanner({
    sources: { read: () => Promise.resolve(text) },
    workspace: () => ({
      list: () => Promise.resolve({ files: list, truncated: false }),
      readText: path => Promise.resolve(files[path]),
      digest: path => Promise.resolve(`digest of ${path}`),
      dockerignore: () => Promise.resolve(() => false),
      commit: () => Promise.resolve(scene.commit)
    }),
    kernels: kernelsOf(scene),
    trials: trialsOf(scene),
    machine: { facts: () => Promise.resolve(MACHINE) },
    hash: String,
    sizes: {
      of: all => Promise.resolve(new Map(all.map(({ url }) => [url, 7])))
    },
    size: data => data.length,
    cluster: () => Promise.resolve(clusterPlanner()),
    runner: { '__main__.py': 'run()', 'jkf_inputs/main.py': 'fetch()' }
  });
  const settings = { ...DEFAULT_SETTINGS, ...scene.settings };
  const file = { path: '/home/ada/n.ipynb', shown: 'n.ipynb' };
  return planner.plan({
    ...file,
    settings,
    ...(scene.isTyped ? { isTyped: true } : {}),
    ...(scene.imported ? { imports: {} } : {})
  });
}

/** Checks that are not fine: `name outcome code`. */
export function noteworthy({ plan }: Planned): string[] {
  const code = ({ problem: why, message }: Check): string => why?.code ?? message.code;
  return plan.checks
    .filter(({ outcome }) => outcome !== 'ok')
    .map(check => `${check.name} ${check.outcome} ${code(check)}`);
}
