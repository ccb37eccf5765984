/** Values for tests of plans for clusters: what was found in a notebook, and a place. */
import {
  DEFAULT_SETTINGS,
  type Check,
  type Requirement,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { makeBundle } from '../bundle/make.js';
import { known, unknown } from '../cluster/probe/answer.js';
import { probeOf, type Answers, type ClusterProbe } from '../cluster/probe/probe.js';
import { NOTHING_PUBLISHED } from '../cluster/probe/published.js';
import { manifestInput } from '../kubernetes/from-plan.js';
import { manifestsFor } from '../kubernetes/manifests.js';
import type { KubernetesObject } from '../kubernetes/objects.js';
import { NEW_TRAINJOB } from '../kubernetes/testing.js';
import { makeClusterPlan, type ClusterPlanInput } from './cluster-plan.js';

/** A cluster with every kind, and nobody who forbids anything. */
export function answers(changes: Partial<Answers> = {}): Answers {
  return {
    version: known({ gitVersion: 'v1.36.0' }),
    plurals: known(new Set(['pytorchjobs', 'tfjobs', 'trainjobs'])),
    trainJob: unknown(),
    operator: unknown(),
    rights: new Map(),
    namespace: known({ metadata: { name: 'team-a' } }),
    quotas: known([]),
    claims: known([]),
    runtimes: known([]),
    queues: known([]),
    nodes: unknown(),
    storageClasses: unknown(),
    clusterRuntimes: known([{ metadata: { name: 'torch-distributed' } }]),
    published: NOTHING_PUBLISHED,
    images: unknown(),
    ...changes
  };
}

export function probeWith(changes: Partial<Answers> = {}): ClusterProbe {
  const probe = probeOf(answers(changes));
  return { ...probe, manifests: { ...probe.manifests, trainJob: NEW_TRAINJOB } };
}

/** A distribution that the code imports. */
export function requirement(name: string): Requirement {
  const reason = { code: 'requirement-import', params: {}, text: '' };
  return { name, text: name, source: 'import', reason, included: true };
}

const entry = { kind: 'script', path: '.jkf/digits.py' } as const;

/** A notebook that imports torch, for the namespace `team-a`. */
export function inputWith(
  settings: Partial<Settings> = {},
  changes: Partial<ClusterPlanInput> = {}
): ClusterPlanInput {
  return {
    source: { path: 'digits.ipynb', kind: 'notebook', sha256: '0' },
    mode: 'script',
    settings: { ...DEFAULT_SETTINGS, ...settings },
    cells: [],
    parameters: [],
    imports: ['torch'],
    bundle: makeBundle({ files: [], entry, requirements: [] }, () => 'ab'),
    files: [],
    requirements: [],
    checks: [],
    target: { kind: 'cluster', context: 'dev', namespace: 'team-a' },
    kernelVersion: '3.12.1',
    place: probeWith(),
    ...changes
  };
}

/** The objects of the plan, but for the record, which holds all of it anyway. */
export function objectsOf(input: ClusterPlanInput): readonly KubernetesObject[] {
  const plan = makeClusterPlan(input);
  const delivery = { kind: 'inline', files: [] } as const;
  const cluster = probeWith().manifests;
  return manifestsFor(
    manifestInput({ id: 'digits-x7k2m', plan, delivery, origin: {}, cluster })
  ).filter(({ metadata }) => !metadata.name.endsWith('-record'));
}

/** Codes of the checks with an outcome. */
export function codes(checks: readonly Check[], outcome: Check['outcome']): string[] {
  return checks
    .filter(check => check.outcome === outcome)
    .map(({ message }) => message.code);
}

/** Outcomes of the checks with a name. */
export function rows(checks: readonly Check[], name: string): string[] {
  return checks.filter(check => check.name === name).map(({ outcome }) => outcome);
}
