import fc from 'fast-check';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
  Plan,
  reason,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { makeBundle } from '../bundle/make.js';
import { isReady } from './checks.js';
import { makePlan, type PlanInput } from './plan.js';
import { bytesText } from './text.js';

const GIB = 1024 ** 3;
const input = (
  settings: Partial<Settings> = {},
  more: Partial<PlanInput> = {}
): PlanInput => ({
  source: { path: 'digits.ipynb', kind: 'notebook', sha256: '0' },
  mode: 'script',
  settings: { ...DEFAULT_SETTINGS, ...settings },
  cells: [],
  parameters: [],
  imports: [],
  bundle: makeBundle(
    { files: [], entry: { kind: 'script', path: '.jkf/digits.py' }, requirements: [] },
    String
  ),
  files: [],
  requirements: [],
  environment: {
    kind: 'interpreter',
    python: '/usr/bin/python3',
    reason: reason('chosen', {})
  },
  kernelEnv: {},
  machine: { cpus: 2, gpus: [], diskFreeBytes: GIB },
  checks: [],
  ...more
});
const failures = (plan: Plan): string[] =>
  plan.checks.flatMap(check =>
    check.outcome === 'failed' ? [check.problem?.code ?? ''] : []
  );

describe('a plan', () => {
  it('prefills the framework from the imports and says so', () => {
    const plan = makePlan(input({ ranks: 3 }, { imports: ['torch.distributed'] }));
    expect(plan.workload).toEqual({
      kind: 'processes',
      framework: 'torch',
      replicas: [
        { role: 'master', count: 1 },
        { role: 'worker', count: 2 }
      ]
    });
    expect(plan.reasons['workload.framework']?.text).toBe(
      'the code imports torch.distributed'
    );
  });

  it('warns when the ranks share the CPUs, and still runs', () => {
    const plan = makePlan(input({ ranks: 3 }));
    const check = plan.checks.find(({ name }) => name === 'ranks');
    expect(check).toMatchObject({ outcome: 'warning' });
    expect(isReady(plan.checks)).toBe(true);
  });

  it.each<[Partial<Settings>, string]>([
    [{ ranks: 0 }, 'ranks-invalid'],
    [{ ranks: 0, framework: 'torch' }, 'ranks-invalid'],
    [{ ranks: 1000 }, 'ranks-invalid'],
    [{ framework: 'torch', replicas: [{ role: 'ps', count: 1 }] }, 'role-unsuitable'],
    [{ env: { HF_TOKEN: 'x' } }, 'env-secret']
  ])('with settings %j is blocked by %s', (settings, code) => {
    expect(failures(makePlan(input(settings)))).toEqual([code]);
  });

  it('is blocked when the disk has no room for every copy of the bundle', () => {
    const machine = { cpus: 8, gpus: [], diskFreeBytes: 10 * 1024 ** 2 };
    expect(failures(makePlan(input({}, { machine })))).toEqual(['disk-low']);
  });

  it('is blocked by a folder of runs that cannot be written, and names it', () => {
    const unwritable = { folder: '/runs', detail: 'permission denied' };
    const machine = { cpus: 8, gpus: [], diskFreeBytes: GIB, unwritable };
    const plan = makePlan(input({}, { machine }));
    expect(failures(plan)).toEqual(['folder-not-writable']);
    expect(plan.checks.map(({ message }) => message.text)).toContain(
      'The folder /runs cannot be written to: permission denied.'
    );
  });

  it('never keeps the value of a variable that looks like a secret from being noticed', () => {
    const words = fc.constantFrom(
      'TOKEN',
      'PASSWORD',
      'SECRET',
      'API_KEY',
      'ACCESS_KEY'
    );
    fc.assert(
      fc.property(words, fc.stringMatching(/^[A-Z]{0,5}$/), (word, prefix) => {
        const name = prefix ? `${prefix}_${word}` : word;
        expect(failures(makePlan(input({ env: { [name]: 'x' } })))).toEqual([
          'env-secret'
        ]);
      })
    );
  });

  it.each([
    ['PGPASSWORD', 'x', true],
    ['MYSQL_PWD', 'x', true],
    ['DB_PASS', 'x', true],
    ['AZURE_STORAGE_KEY', 'x', true],
    ['DATABASE_URL', 'postgres://ada:x@db/main', true],
    ['PIP_INDEX_URL', 'https://:x@e.org/simple', true],
    ['TOKENIZERS_PARALLELISM', 'false', false],
    ['PWD', '/home/ada', false],
    ['BYPASS', '1', false],
    ['MLFLOW_TRACKING_URI', 'http://127.0.0.1:5000/a@b', false]
  ])('%s=%s looks like a secret: %s', (name, value, secret) => {
    const plan = makePlan(input({ env: { [name]: value } }));
    expect(failures(plan)).toEqual(secret ? ['env-secret'] : []);
    expect(plan.env.map(variable => variable.name)).toEqual(secret ? [] : [name]);
  });

  it("leaves a kernelspec's secrets out, and warns", () => {
    const kernelEnv = { A: '1', WANDB_API_KEY: 'x' };
    const plan = makePlan(input({}, { kernelEnv }));
    expect(plan.env.map(({ name }) => name)).toEqual(['A']);
    expect(plan.checks.find(({ name }) => name === 'env')).toMatchObject({
      outcome: 'warning',
      problem: { code: 'kernel-env-secret', params: { name: 'WANDB_API_KEY' } }
    });
    expect(isReady(plan.checks)).toBe(true);
  });

  it('lets the user override what the kernelspec sets', () => {
    const kernelEnv = { A: 'spec', B: 'spec' };
    const { env } = makePlan(input({ env: { A: 'mine' } }, { kernelEnv }));
    expect(env.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'A=mine',
      'B=spec'
    ]);
  });

  it('is a value of its schema, equal for equal input, whatever the settings', () => {
    const settings = fc.record({
      ranks: fc.integer({ min: -3, max: 200 }),
      framework: fc.constantFrom(
        'none' as const,
        'torch' as const,
        'tensorflow' as const
      ),
      name: fc.string(),
      env: fc.dictionary(fc.string({ minLength: 1 }), fc.string())
    });
    fc.assert(
      fc.property(settings, chosen => {
        const plan = makePlan(input(chosen));
        expect(makePlan(input(chosen))).toEqual(plan);
        expect(z.safeParse(Plan, plan).success).toBe(true);
        const possible = chosen.ranks >= 1 && chosen.ranks <= 64;
        expect(failures(plan).includes('ranks-invalid')).toBe(!possible);
        expect(plan.name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
      })
    );
  });
});

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [34_816, '34 KiB'],
    [5.5 * 1024 ** 3, '5.5 GiB']
  ])('of %d bytes reads %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
