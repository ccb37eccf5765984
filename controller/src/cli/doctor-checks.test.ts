import { problem } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { isReady } from '../core/plan/checks.js';
import type { Distribution } from '../ports/kernel.js';
import { diagnose, type DoctorFacts } from './doctor-checks.js';

const installed = (...names: string[]): Distribution[] =>
  names.map(name => ({ name, version: '1.0', imports: [name] }));

function facts(changes: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    version: '1.2.3',
    machine: {
      platform: 'linux',
      cpus: 2,
      memoryBytes: 2 ** 33,
      gpus: [],
      diskFreeBytes: 2 ** 34
    },
    surroundings: { node: '24.0.0', system: 'linux 6 x64', runsFolder: '/runs' },
    python: python(installed('nbclient', 'ipykernel', 'torch')),
    kernels: [
      { name: 'gpu', python: '/opt/gpu/bin/python' },
      { name: 'python3', python: '/usr/bin/python3' }
    ],
    ...changes
  };
}

function python(distributions: readonly Distribution[]): DoctorFacts['python'] {
  return {
    kernel: {
      name: 'python3',
      python: '/usr/bin/python3',
      origin: 'kernelspec',
      env: {}
    },
    facts: {
      python: '/usr/bin/python3',
      version: '3.11.2',
      implementation: 'cpython',
      platform: 'linux',
      distributions,
      stdlib: []
    }
  };
}

const outcome = (name: string, changes: Partial<DoctorFacts>) =>
  diagnose(facts(changes)).find(check => check.name === name);

describe('a computer that is in order', () => {
  it('can run, and each check says what was found', () => {
    const checks = diagnose(facts());
    expect(checks.every(check => check.outcome === 'ok')).toBe(true);
    expect(checks.map(check => `${check.name}: ${check.message.text}`)).toEqual([
      'jkf: jkf 1.2.3 on Node 24.0.0, linux 6 x64',
      'computer: 2 CPUs, 8.0 GiB of memory',
      'python: Python 3.11.2 at /usr/bin/python3 (kernel python3)',
      'packages: installed: torch 1.0',
      'notebook mode: nbclient and ipykernel are there: --mode notebook works',
      'kernels: gpu (/opt/gpu/bin/python), python3 (/usr/bin/python3)',
      'runs folder: /runs, 16 GiB free',
      'ports: ports of this computer can be opened',
      'supervisor: a process of jkf starts and goes on by itself',
      'gpu: none found by nvidia-smi: runs use the CPU',
      'cluster: no kubeconfig: runs are on this computer'
    ]);
  });
});

describe('what is missing', () => {
  const surroundings = facts().surroundings;

  it('is only a warning when most runs work without it', () => {
    const check = outcome('notebook mode', { python: python(installed('ipykernel')) });
    expect(check?.outcome).toBe('warning');
    expect(check?.problem?.remedy).toContain(
      '/usr/bin/python3 -m pip install nbclient'
    );
  });

  it('is a warning when a kernel has lost its interpreter', () => {
    const kernels = [{ name: 'old' }, { name: 'python3', python: '/usr/bin/python3' }];
    const found = diagnose(facts({ kernels })).filter(({ name }) => name === 'kernels');
    expect(found.map(({ outcome: how, message }) => `${how}: ${message.text}`)).toEqual(
      [
        'warning: The interpreter of these kernels is gone: old.',
        'ok: python3 (/usr/bin/python3)'
      ]
    );
  });

  it.each<[string, Partial<DoctorFacts>]>([
    ['python', { python: { problem: problem('python-missing', {}) } }],
    ['runs folder', { surroundings: { ...surroundings, runsFault: 'EACCES' } }],
    ['ports', { surroundings: { ...surroundings, portFault: 'EPERM' } }],
    ['supervisor', { surroundings: { ...surroundings, startFault: 'ENOMEM' } }]
  ])('keeps runs from working: %s', (name, changes) => {
    expect(outcome(name, changes)).toMatchObject({ outcome: 'failed' });
    expect(isReady(diagnose(facts(changes)))).toBe(false);
  });

  it('names graphics cards and the kubeconfig when they are there', () => {
    const gpus = [{ name: 'A100', memoryMiB: 40_960 }];
    const machine = { ...facts().machine, gpus };
    expect(outcome('gpu', { machine })?.message.text).toBe('A100, 40960 MiB');
    const kubeconfig = { path: '/k', context: 'team-a' };
    const found = outcome('cluster', { surroundings: { ...surroundings, kubeconfig } });
    expect(found?.message.text).toBe('/k, context team-a; jkf targets lists all');
  });
});
