import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
  problem,
  ProblemError,
  CLUSTER_ROUTES,
  PLAN_ROUTES,
  type ClusterChoices,
  type ClusterRef,
  type ManifestsAnswer,
  type NamespacesAnswer,
  type TargetsAnswer
} from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget } from '../adapters/memory/target.js';
import { inputWith, objectsOf, probeWith } from '../core/plan/testing.js';
import type { ClusterApi, Clusters } from '../ports/cluster.js';
import type { Places } from '../service/services.js';
import { problemOf, TestGateway } from './testing/gateway.js';

const EKS = 'arn:aws:eks:eu:1:cluster/prod';

const refusal = new ProblemError(
  problem('cluster-forbidden-outside', {
    ...{ context: EKS, verb: 'list', resource: 'namespaces' }
  })
);

/** A context of a kubeconfig. @param listed - namespaces; undefined: they may not be listed */
function gatewayOver(listed?: readonly string[], changes: Partial<Places> = {}) {
  const asked: ClusterRef[] = [];
  const own = {
    ...{ context: EKS, namespace: 'ml', cluster: 'c', server: 'https://s' },
    ...{ user: 'u', userKind: 'exec' as const, current: true }
  };
  const api = {
    target: own,
    list: () =>
      listed
        ? Promise.resolve(listed.map(name => ({ metadata: { name } })))
        : Promise.reject(refusal)
  } as unknown as ClusterApi;
  const clusters: Clusters = {
    targets: () => Promise.resolve([own]),
    open: () => Promise.resolve(api),
    close: () => undefined
  };
  const places: Places = {
    clusters: () => Promise.resolve(clusters),
    choices: ref => {
      asked.push(ref);
      return Promise.resolve(probeWith().choices);
    },
    manifests: () => Promise.reject(new Error('not in this test')),
    workload: () => Promise.reject(new Error('not in this test')),
    edited: () => Promise.reject(new Error('not in this test')),
    prepare: () => Promise.reject(new Error('not in this test')),
    packages: () => Promise.reject(new Error('not in this test')),
    ...changes
  };
  const target = new MemoryTarget(new ManualClock(), () => [[]]);
  return { gateway: new TestGateway(target, { places }), asked };
}

describe('targets', () => {
  it('are this computer, then the contexts', async () => {
    const { gateway } = gatewayOver();
    const { body } = await gateway.get<TargetsAnswer>(CLUSTER_ROUTES.targets);
    expect(body).toEqual({
      targets: [
        { ref: { kind: 'local' }, current: false },
        { ref: { kind: 'cluster', context: EKS, namespace: 'ml' }, current: true }
      ]
    });
  });

  it('are this computer when the kubeconfig cannot be read, with what to do', async () => {
    const broken = problem('kubeconfig-invalid', { path: '/k', detail: 'no YAML' });
    const clusters = () => Promise.reject(new ProblemError(broken));
    const { gateway } = gatewayOver([], { clusters });
    const { status, body } = await gateway.get<TargetsAnswer>(CLUSTER_ROUTES.targets);
    expect(status).toBe(200);
    expect(body.targets).toHaveLength(1);
    expect(body.problem?.code).toBe('kubeconfig-invalid');
  });
});

describe('namespaces of a context', () => {
  it.each([
    [
      ['default', 'ml', 'team-a'],
      ['ml', 'default', 'team-a']
    ],
    [undefined, ['ml']]
  ])('of %j are %j', async (listed, expected) => {
    const { gateway } = gatewayOver(listed);
    const { body } = await gateway.get<NamespacesAnswer>(
      CLUSTER_ROUTES.namespaces(EKS)
    );
    expect(body.namespaces).toEqual(expected);
  });
});

describe('choices', () => {
  it('are those of the namespace, whatever the context is called', async () => {
    const { gateway, asked } = gatewayOver();
    const { body } = await gateway.get<ClusterChoices>(
      CLUSTER_ROUTES.choices(EKS, 'team-a')
    );
    expect(asked).toEqual([{ kind: 'cluster', context: EKS, namespace: 'team-a' }]);
    expect(body.kinds).toContain('PyTorchJob');
  });

  it('of a cluster that cannot be asked are a problem', async () => {
    const params = { server: 'https://s', context: EKS, detail: 'refused' };
    const gone = new ProblemError(problem('cluster-unreachable', params));
    const { gateway } = gatewayOver([], { choices: () => Promise.reject(gone) });
    const answer = await gateway.get(CLUSTER_ROUTES.choices(EKS, 'team-a'));
    expect(problemOf(answer)).toEqual([503, 'cluster-unreachable']);
  });
});

describe('the manifests of a plan', () => {
  const body = { path: 'digits.ipynb', settings: DEFAULT_SETTINGS };

  it('are the objects of a run with an id of its own', async () => {
    const ids: string[] = [];
    const { gateway } = gatewayOver([], {
      manifests: (_planned, id) => {
        ids.push(id);
        return Promise.resolve(objectsOf(inputWith()));
      }
    });
    const path = PLAN_ROUTES.manifests;
    const { status, body: answer } = await gateway.post<ManifestsAnswer>(path, body);
    expect(status).toBe(200);
    expect(answer.objects.map(({ kind }) => kind)).toContain('PyTorchJob');
    expect(ids[0]).toMatch(/-[a-z0-9]{5}$/);
  });

  it('are none of what is delivered in an image, and the answer says what to do', async () => {
    const refusal = new ProblemError(problem('manifests-append', {}));
    const manifests = (): Promise<never> => Promise.reject(refusal);
    const { gateway } = gatewayOver([], { manifests });
    const answer = await gateway.post(PLAN_ROUTES.manifests, body);
    expect(problemOf(answer)).toEqual([422, 'manifests-append']);
  });
});
