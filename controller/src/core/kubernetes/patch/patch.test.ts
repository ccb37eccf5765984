import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  patchedFields,
  ProblemError,
  type WorkloadKind,
  type ManifestPatch
} from '@jupyterlab-kubeflow/protocol';
import { manifestsFor } from '../manifests.js';
import type { ManifestInput } from '../input.js';
import { fullWorkload, inputOf, workloadObject } from '../testing.js';
import { withPatch } from './apply.js';
import { patchBetween } from './difference.js';
import { patchOf, readManifests } from './edited.js';

/** JSON of any shape, to be changed in place. */
type Draft = Record<string, never> & {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: {
    completions: number;
    template: { metadata: { labels: Record<string, string> }; spec: PodDraft };
  };
};
interface PodDraft {
  containers: ContainerDraft[];
  volumes: object[];
  tolerations: object[];
}
interface ContainerDraft {
  name: string;
  command: string[];
  env: { name: string; value?: string }[];
  resources: { limits: Record<string, string> };
}

const inputFor = (kind: WorkloadKind, id = 'digits-x7k2m'): ManifestInput =>
  inputOf(kind, { id, workload: fullWorkload(kind, 3) });

const JOB = workloadObject(inputFor('Job'));

function edited(change: (draft: Draft) => void): Draft {
  const draft = JSON.parse(JSON.stringify(JOB)) as Draft;
  change(draft);
  return draft;
}

/** The patch of an edit, as somebody who writes YAML makes it. */
function patchFor(change: (draft: Draft) => void): ManifestPatch {
  return patchOf(
    readManifests(stringify(edited(change))),
    manifestsFor(inputFor('Job'))
  );
}

const container = (draft: Draft): ContainerDraft =>
  draft.spec.template.spec.containers[0] as ContainerDraft;

function codeOf(act: () => unknown): [string, unknown] {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) {
      const { code, params } = error.problem;
      return [
        code,
        params['field'] ?? params['path'] ?? params['line'] ?? params['name']
      ];
    }
    throw error;
  }
  return ['nothing', undefined];
}

describe('an edited manifest', () => {
  it('of which nothing was changed is no patch', () => {
    expect(patchFor(() => undefined)).toEqual([]);
  });

  it('becomes a patch that names the container and the field', () => {
    const patch = patchFor(draft => {
      container(draft).resources.limits['memory'] = '9Gi';
    });
    expect(patch).toEqual([
      { op: 'test', path: '/spec/template/spec/containers/0/name', value: 'main' },
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/resources/limits/memory',
        value: '9Gi'
      }
    ]);
    expect(patchedFields(patch)).toEqual([
      'spec.template.spec.containers[main].resources.limits.memory'
    ]);
  });

  it('holds for the next run: its name in values is the run’s', () => {
    const patch = patchFor(draft => {
      draft.metadata.annotations['watch'] = 'see digits-x7k2m';
    });
    const next = workloadObject(inputFor('Job', 'digits-bbbbb'));
    expect(withPatch(next, patch).metadata.annotations).toMatchObject({
      watch: 'see digits-bbbbb',
      'jupyterlab-kubeflow.io/customised': 'true'
    });
  });

  it('adds, changes and removes variables by their names, wherever they stand', () => {
    const patch = patchFor(draft => {
      const { env } = container(draft);
      env.unshift({ name: 'FIRST', value: '1' });
      const plain = env.find(({ name }) => name === 'PLAIN');
      if (plain) plain.value = 'y';
      container(draft).env = env.filter(({ name }) => name !== 'FROM_MAP');
    });
    const { env } = container(withPatch(JOB, patch) as unknown as Draft);
    const names = env.map(({ name }) => name);
    expect(names[0]).toBe('FIRST');
    expect(names).not.toContain('FROM_MAP');
    expect(env).toContainEqual({ name: 'PLAIN', value: 'y' });
    expect(patchedFields(patch)).toEqual([
      'spec.template.spec.containers[main].env[FROM_MAP]',
      'spec.template.spec.containers[main].env[PLAIN].value',
      'spec.template.spec.containers[main].env[FIRST]'
    ]);
  });

  it('does not hit another variable when the form has changed since', () => {
    const patch = patchFor(draft => {
      const plain = container(draft).env.find(({ name }) => name === 'PLAIN');
      if (plain) plain.value = 'y';
    });
    const without = { ...fullWorkload('Job', 3), env: [] };
    const other = workloadObject(inputOf('Job', { workload: without }));
    expect(codeOf(() => withPatch(other, patch))[0]).toBe('patch-misfit');
  });

  it('keeps the labels by which the run is known', () => {
    const patch = patchFor(draft => {
      draft.metadata.labels = { mine: '1', 'jupyterlab-kubeflow.io/run': 'other' };
      draft.spec.template.metadata.labels = {};
    });
    const made = withPatch(JOB, patch) as unknown as Draft;
    expect(made.metadata.labels).toEqual({
      mine: '1',
      'jupyterlab-kubeflow.io/run': 'digits-x7k2m',
      'jupyterlab-kubeflow.io/kind': 'Job',
      'app.kubernetes.io/managed-by': 'jupyterlab-kubeflow'
    });
    expect(made.spec.template.metadata.labels).toMatchObject({
      'jupyterlab-kubeflow.io/run': 'digits-x7k2m'
    });
  });

  it.each<[string, (draft: Draft) => void, string]>([
    ['ranks', draft => (draft.spec.completions = 4), 'spec.completions'],
    [
      'name',
      draft => Object.assign(draft.metadata, { name: 'other' }),
      'metadata.name'
    ],
    [
      'namespace',
      draft => Object.assign(draft.metadata, { namespace: 'kube-system' }),
      'metadata.namespace'
    ]
  ])('cannot change the %s: its field is named', (_, change, field) => {
    expect(codeOf(() => patchFor(change))).toEqual(['manifest-field-fixed', field]);
  });

  it.each(['PyTorchJob', 'TFJob', 'TrainJob'] as const)(
    'of a %s cannot change how many ranks there are',
    kind => {
      const objects = manifestsFor(inputFor(kind));
      const text = stringify(objects.at(-1)).replace(
        /(replicas|numNodes): \d/,
        '$1: 7'
      );
      const [code, field] = codeOf(() => patchOf(readManifests(text), objects));
      expect(code).toBe('manifest-field-fixed');
      expect(field).toMatch(/replicas|numNodes/);
    }
  );

  it('cannot hold a secret in clear', () => {
    const act = (): unknown =>
      patchFor(draft => container(draft).env.push({ name: 'API_TOKEN', value: 'x' }));
    expect(codeOf(act)).toEqual(['cluster-env-secret', 'API_TOKEN']);
  });

  it('that is no YAML says which line', () => {
    const text = 'apiVersion: v1\nkind: [Job\nmetadata: {}\n';
    expect(codeOf(() => readManifests(text))).toEqual(['manifest-unreadable', 3]);
    expect(codeOf(() => readManifests('---\nkind: Job\n---\ntext\n'))).toEqual([
      'manifest-unreadable',
      4
    ]);
  });

  it('that would grow without bounds is refused', () => {
    const lines = Array.from({ length: 12 }, (_, i) => {
      const before = i === 0 ? 'x' : `*a${String(i - 1)}`;
      return `a${String(i)}: &a${String(i)} [${Array(9).fill(before).join(', ')}]`;
    });
    const [code] = codeOf(() => readManifests(lines.join('\n')));
    expect(code).toBe('manifest-unreadable');
  });

  it('without the workload, or with another object changed, is refused', () => {
    const objects = manifestsFor(inputFor('Job'));
    const texts = (change: (all: string) => string): string =>
      change(objects.map(each => `---\n${stringify(each)}`).join(''));
    const patch = (text: string): unknown => patchOf(readManifests(text), objects);
    expect(patch(texts(all => all))).toEqual([]);
    const service = texts(all => all.replace('port: 29500', 'port: 80'));
    expect(codeOf(() => patch(service))[0]).toBe('manifest-object-fixed');
    expect(codeOf(() => patch('kind: TFJob'))[0]).toBe('manifest-absent');
    const another = texts(all => all.replaceAll('digits-x7k2m', 'messy-x7k2m'));
    expect(codeOf(() => patch(another))).toEqual([
      'manifest-field-fixed',
      'metadata.name'
    ]);
  });
});

describe('the order of named items', () => {
  const list = (...names: string[]): object => ({ env: names.map(name => ({ name })) });
  it('is what somebody made it: variables see those before them', () => {
    const names = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'));
    fc.assert(
      fc.property(names, names, (before, after) => {
        const draft = list(...before);
        applyPatch(draft, patchBetween(draft, list(...after), 'digits-x7k2m'));
        expect(draft).toEqual(list(...after));
      })
    );
  });
});

describe('a patch that somebody wrote', () => {
  it.each([
    [{ op: 'replace', path: '/spec/completions', value: 2 }, 'manifest-field-fixed'],
    [{ op: 'remove', path: '/spec/nothing' }, 'patch-misfit'],
    [{ op: 'add', path: '/kind/x', value: 1 }, 'patch-misfit'],
    [{ op: 'remove', path: '/metadata' }, 'manifest-field-fixed']
  ] as const)('%j is %s', (operation, code) => {
    expect(codeOf(() => withPatch(JOB, [operation]))[0]).toBe(code);
  });

  it('reaches no other object', () => {
    withPatch(JOB, [{ op: 'add', path: '/__proto__/polluted', value: true }]);
    expect({}).not.toHaveProperty('polluted');
  });
});
