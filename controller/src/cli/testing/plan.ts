/** For tests of renderers: the plan of a notebook on three ranks. */
import { reason, type Parameter, type Plan } from '@jupyterlab-kubeflow/protocol';

const why = reason('chosen', {});

const epochs: Parameter = {
  name: 'epochs',
  type: 'int',
  defaultSource: '5',
  value: 20,
  help: 'passes',
  cell: 1,
  line: 1
};
const rate: Parameter = {
  name: 'lr',
  type: 'float',
  defaultSource: '0.1',
  cell: 1,
  line: 2
};

const file = { size: 1024, mode: 0o644, origin: 'data', reason: why } as const;
const wanted = { source: 'import', reason: why, included: true } as const;

const bundle: Plan['bundle'] = {
  digest: 'sha256:00',
  size: 4096,
  entry: { kind: 'script', path: '.jkf/digits.py' },
  files: [
    { ...file, path: 'a.csv', included: true },
    { ...file, path: '.env', included: false }
  ],
  requirements: [
    { ...wanted, name: 'numpy', text: 'numpy', installed: '1.26.4' },
    { ...wanted, name: 'torch', text: 'torch>=2' }
  ]
};

const environment: Plan['environment'] = {
  kind: 'interpreter',
  python: '/usr/bin/python3',
  version: '3.11.2',
  kernel: 'python3',
  reason: reason('kernel-of-notebook', { kernel: 'python3' })
};

const workload: Plan['workload'] = {
  kind: 'processes',
  framework: 'torch',
  replicas: [
    { role: 'master', count: 1 },
    { role: 'worker', count: 2 }
  ]
};

/** With changes. */
export function aPlan(changes: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    name: 'digits',
    source: { path: 'digits.ipynb', kind: 'notebook', sha256: '00' },
    mode: 'script',
    target: { kind: 'local' },
    cells: [],
    parameters: [epochs, rate],
    bundle,
    environment,
    workload,
    env: [{ name: 'LEVEL', value: 'debug', reason: why }],
    limits: { diskBytes: 2 ** 33, graceSeconds: 10 },
    checks: [
      { name: 'disk', outcome: 'ok', message: reason('disk-enough', { free: '9 GiB' }) }
    ],
    reasons: {
      'workload.framework': reason('framework-imported', { module: 'torch' })
    },
    ...changes
  };
}
