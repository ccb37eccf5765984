/** What is typed into the form reaches the pods: form, stored settings, plan, manifest. */
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
  Settings,
  type Parameter,
  type ValueText
} from '@jupyterlab-kubeflow/protocol';
import { manifestInput } from '../../controller/src/core/kubernetes/from-plan.js';
import { manifestsFor } from '../../controller/src/core/kubernetes/manifests.js';
import type { KubernetesObject } from '../../controller/src/core/kubernetes/objects.js';
import { createCellCache } from '../../controller/src/core/notebook/cache.js';
import { makeClusterPlan } from '../../controller/src/core/plan/cluster-plan.js';
import { chooseParameters } from '../../controller/src/core/plan/parameters.js';
import { prepare } from '../../controller/src/core/plan/prepare.js';
import { inputWith, probeWith } from '../../controller/src/core/plan/testing.js';
import {
  changeSettings,
  readSettings,
  storedSettings
} from '../../src/model/settings.js';
import { FIELD_TEXTS } from '../../src/panels/runs/cluster/field-texts.js';
import { chooseParameter } from '../../src/ui/parameters.js';
import { notebookText } from '../notebooks.js';

const PATH = '실험/größe 🚀.ipynb';
const TEXT = notebookText([
  { source: "이름 = 'x'\nµ = 1.5", tags: ['parameters'] },
  'print(이름, µ)'
]);

const declared = (): readonly Parameter[] =>
  prepare({ path: PATH, text: TEXT }, DEFAULT_SETTINGS, createCellCache()).parameters;

type Typed = Partial<Record<keyof typeof FIELD_TEXTS, string>>;

/** Settings of what is typed, as they come back from where the page keeps them. */
async function settingsOf(
  typed: Typed,
  chosen: Partial<Settings> = {}
): Promise<Settings> {
  const texts = FIELD_TEXTS as Readonly<Record<string, ValueText<unknown>>>;
  const fields = Object.entries(typed).map(([name, text]) => [
    name,
    texts[name]?.read(text)
  ]);
  const [first] = declared();
  if (!first) throw new Error('the notebook has no parameter');
  const settings = changeSettings(DEFAULT_SETTINGS, {
    ...chosen,
    cluster: Object.fromEntries(fields) as NonNullable<Settings['cluster']>,
    parameters: chooseParameter(first, {}, '값, "따옴표" $(HOME)')
  });
  const stored: unknown = JSON.parse(JSON.stringify(storedSettings(settings)));
  const read = await readSettings(stored);
  expect(read?.leftOut).toEqual([]);
  // As the gateway takes them.
  return Settings.parse(read?.settings);
}

/** The objects of a run of the notebook. */
async function objectsOf(typed: Typed): Promise<readonly KubernetesObject[]> {
  const settings = await settingsOf(typed);
  const { parameters } = chooseParameters(declared(), settings.parameters);
  const plan = makeClusterPlan(
    inputWith(settings, {
      parameters,
      source: { path: PATH, kind: 'notebook', sha256: '0' }
    })
  );
  expect(plan.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  return manifestsFor(
    manifestInput({
      id: `${plan.name}-x7k2m`,
      plan,
      delivery: { kind: 'inline', files: [] },
      origin: {},
      cluster: probeWith().manifests
    })
  );
}

interface Container {
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** Every value of a field of that name below a value. */
function below(value: unknown, wanted: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, found]: [string, unknown]) =>
    name === wanted ? [found] : below(found, wanted)
  );
}

/** Every list of containers below a value. */
const containersIn = (value: unknown): Container[] =>
  (below(value, 'containers') as Container[][]).flat();

/** What the program finds in a variable: the kubelet reads `$$` as `$`. */
function valueIn(objects: readonly KubernetesObject[], name: string): string[] {
  const variables = containersIn(objects).flatMap(({ env = [] }) => env);
  return variables
    .filter(variable => variable.name === name)
    .map(({ value = '' }) => value.replaceAll('$$', '$'));
}

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

describe('what is typed into the form', () => {
  it('is in the pods, be it of 3,000 characters, with blanks, in any script', async () => {
    const long = '가나 $(다), "x"\n\\ '.repeat(250);
    expect(long.length).toBeGreaterThanOrEqual(3000);
    const env = [
      { from: 'value' as const, name: 'LONG', value: long },
      { from: 'value' as const, name: 'LIKE', value: 'secret/a/b' }
    ];
    const objects = await objectsOf({
      env: FIELD_TEXTS.env.write(env),
      annotations: 'note=첫 번째 시도, owner=ada lovelace'
    });
    expect(new Set(valueIn(objects, 'LONG'))).toEqual(new Set([long]));
    expect(new Set(valueIn(objects, 'LIKE'))).toEqual(new Set(['secret/a/b']));
    const workload = objects.find(({ kind }) => kind === 'PyTorchJob');
    expect(workload?.metadata.annotations).toMatchObject({
      note: '첫 번째 시도',
      owner: 'ada lovelace'
    });
  });

  it('is of a notebook and of parameters whatever they are called', async () => {
    const objects = await objectsOf({});
    for (const { metadata } of objects) {
      expect(metadata.name).toMatch(DNS_LABEL);
      for (const label of Object.values(metadata.labels ?? {})) {
        expect(label).toMatch(/^[\w.-]{0,63}$/);
      }
    }
    const workload = objects.find(({ kind }) => kind === 'PyTorchJob');
    expect(Object.values(workload?.metadata.annotations ?? {})).toContain(PATH);
    const [parameters = ''] = valueIn(objects, 'JKF_PARAMETERS');
    expect(JSON.parse(parameters)).toEqual({ 이름: '값, "따옴표" $(HOME)' });
  });

  it('as a way of delivery is a volume of the pods, and no other', async () => {
    const settings = await settingsOf({}, { delivery: 'image-volume' });
    const access = { plainHttp: [], trusted: [] };
    const registry = { push: 'r.example/runs', access };
    const plan = makeClusterPlan(inputWith(settings, { registry }));
    const reference = `r.example/runs@sha256:${'0'.repeat(64)}`;
    const job = manifestsFor(
      manifestInput({
        id: 'digits-x7k2m',
        plan,
        delivery: { kind: 'image-volume', reference },
        origin: {},
        cluster: probeWith().manifests
      })
    ).find(({ kind }) => kind === 'PyTorchJob');
    expect(plan.cluster.delivery).toMatchObject({
      kind: 'image-volume',
      push: 'r.example/runs',
      reason: { code: 'chosen' }
    });
    const [volumes = []] = below(job, 'volumes') as { readonly name: string }[][];
    expect(volumes.filter(({ name }) => name === 'jkf-bundle')).toEqual([
      { name: 'jkf-bundle', image: { reference, pullPolicy: 'IfNotPresent' } }
    ]);
  });

  it.each([
    ['namespace/ours', 'TrainingRuntime', 'ours'],
    ['torch-distributed', 'ClusterTrainingRuntime', 'torch-distributed']
  ])('as runtime %s is the %s %s', async (runtime, kind, name) => {
    const settings = await settingsOf({ runtime });
    const cluster = { ...settings.cluster, kind: 'TrainJob' as const };
    const plan = makeClusterPlan(inputWith({ ...settings, cluster }));
    const objects = manifestsFor(
      manifestInput({
        id: 'digits-x7k2m',
        plan,
        delivery: { kind: 'inline', files: [] },
        origin: {},
        cluster: probeWith().manifests
      })
    );
    const job = objects.find(({ kind: each }) => each === 'TrainJob');
    expect(job?.spec?.['runtimeRef']).toMatchObject({ kind, name });
  });
});
