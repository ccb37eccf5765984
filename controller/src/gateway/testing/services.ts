/** For tests: services over a target, with plans that need no notebook and no Python. */
import { createHash } from 'node:crypto';
import { reason, type Plan } from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../../ports/target.js';
import { TargetRuns } from '../../service/runs.js';
import type { Planned, PlanRequest, Services } from '../../service/services.js';

/** When it is, on the clock of these services. */
export const NOW = Date.UTC(2026, 0, 2, 12, 0, 0);

/** A plan of one rank: its digest is that of the request's text. */
export function plannedOf(request: Pick<PlanRequest, 'shown' | 'text'>): Planned {
  const sha256 = createHash('sha256')
    .update(request.text ?? '')
    .digest('hex');
  const entry = { kind: 'script', path: '.jkf/digits.py' } as const;
  const plan: Plan = {
    schema: 1,
    name: 'digits',
    source: { path: request.shown, kind: 'notebook', sha256 },
    mode: 'script',
    target: { kind: 'local' },
    cells: [],
    parameters: [],
    bundle: { digest: `sha256:${sha256}`, size: 0, entry, files: [], requirements: [] },
    environment: {
      kind: 'interpreter',
      python: '/usr/bin/python3',
      reason: reason('kernel-default', {})
    },
    workload: {
      kind: 'processes',
      framework: 'none',
      replicas: [{ role: 'worker', count: 1 }]
    },
    env: [],
    limits: { diskBytes: 2 ** 30, graceSeconds: 10 },
    checks: [],
    reasons: {}
  };
  const bundle = { digest: plan.bundle.digest, files: [], entry, requirements: [] };
  return { plan, bundle };
}

/** @param plan - answers every request for a plan */
export function servicesOver(
  target: RunTarget,
  plan: (request: PlanRequest) => Planned = plannedOf
): Services {
  const absent = (): Promise<never> => Promise.reject(new Error('not in this test'));
  return {
    planner: {
      convert: absent,
      plan: request =>
        new Promise(resolve => {
          resolve(plan(request));
        })
    },
    places: {
      clusters: absent,
      choices: absent,
      manifests: absent,
      workload: absent,
      edited: absent,
      packages: absent,
      prepare: absent
    },
    at: absent,
    images: { build: absent, pack: absent, prepare: absent, discard: absent },
    packages: { find: absent, build: absent, missing: absent },
    builds: { run: absent },
    runs: new TargetRuns(target, () => 0.5),
    kernels: {
      find: absent,
      list: absent,
      named: absent,
      inspect: absent,
      compile: absent
    },
    machine: { facts: absent },
    clock: { now: () => NOW }
  };
}
