import { describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  type Check,
  type ErrorCode
} from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { known } from '../core/cluster/probe/answer.js';
import type { RegistryPlace } from '../core/cluster/registry-place.js';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import { inputWith, probeWith } from '../core/plan/testing.js';
import type { Registries, RegistrySession, StoredManifest } from '../ports/registry.js';
import { ImageChecks } from './image-check.js';
import { START_MS, type Probed } from './probes.js';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const DIGEST = `sha256:${'a'.repeat(64)}`;

const PLACE: RegistryPlace = {
  push: 'push.example:5000/team/runs',
  pullHost: 'pull.example',
  isTrusted: true,
  access: { plainHttp: [], trusted: [] }
};

function indexFor(...architectures: readonly string[]): StoredManifest {
  const manifests = architectures.map(architecture => ({
    ...{ mediaType: MANIFEST, digest: DIGEST, size: 1 },
    platform: { os: 'linux', architecture }
  }));
  const text = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests });
  return {
    text,
    descriptor: { mediaType: INDEX, digest: DIGEST, size: text.length }
  } as StoredManifest;
}

const node = (architecture: string) => ({
  metadata: {
    labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': architecture }
  }
});

interface Asked {
  readonly registry?: RegistryPlace;
  /** Architectures of the nodes. */
  readonly nodes?: readonly string[];
  readonly age?: number;
}

type Answer = () => Promise<StoredManifest>;

/** A registry that answers so, and what it was asked for. */
function scene(answer: Answer, clock = new ManualClock()) {
  const asked: string[] = [];
  const session = {
    manifest: (at: { host: string; path: string }, name: string) => {
      asked.push(`${at.host}/${at.path} ${name}`);
      return answer();
    }
  } as unknown as RegistrySession;
  const registries = { open: () => session } as unknown as Registries;
  const checks = new ImageChecks({ clock, reach: () => Promise.resolve(registries) });
  const check = (
    image: string,
    { registry = PLACE, nodes = ['amd64'], age }: Asked = {}
  ): Promise<readonly Check[]> => {
    const probe = probeWith({ nodes: known(nodes.map(node)) });
    const plan = makeClusterPlan(inputWith({ image }, { place: probe, registry }));
    const api = { target: { server: 's' } };
    const place = { api, probe } as unknown as Probed;
    const access = { access: registry.access };
    const wanted = { plan, place, registry: { ...access, place: registry } };
    return checks.check(wanted, age === undefined ? {} : { age });
  };
  return { asked, check, clock };
}

const refusing =
  (code: ErrorCode): Answer =>
  () =>
    Promise.reject(new ProblemError(problem(code as 'image-missing', ALL)));

const ALL = { host: 'h', image: 'i', repository: 'r', user: 'u', detail: 'd' };

const outcomes = (checks: readonly Check[]): (string | undefined)[] =>
  checks.flatMap(({ outcome, problem: why, message }) => [
    outcome,
    why?.code ?? message.code
  ]);

describe('the image of a plan', () => {
  it('is looked for by the name that we reach its registry by', async () => {
    const { asked, check } = scene(() => Promise.resolve(indexFor('amd64')));
    const checks = await check('pull.example/base/python:3.11');
    expect(outcomes(checks)).toEqual(['ok', 'image-there']);
    expect(asked).toEqual(['push.example:5000/base/python 3.11']);
  });

  it('of another registry is not looked for: it is not ours to ask', async () => {
    const { asked, check } = scene(() => Promise.resolve(indexFor('amd64')));
    expect(await check('elsewhere.example/base/python:3.11')).toEqual([]);
    expect(await check('not a name')).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each<[ErrorCode, string]>([
    ['image-missing', 'warning'],
    ['registry-login-missing', 'warning'],
    ['registry-login-refused', 'warning'],
    ['registry-pull-forbidden', 'warning'],
    ['registry-unreachable', 'unknown'],
    ['registry-failed', 'unknown']
  ])('about which is said %s is %s', async (code, outcome) => {
    const checks = await scene(refusing(code)).check('pull.example/x:1');
    expect(outcomes(checks)).toEqual([outcome, code]);
  });

  it('that is no image leaves it open', async () => {
    const other = { ...indexFor(), text: '{}' };
    const checks = await scene(() => Promise.resolve(other)).check('pull.example/x:1');
    expect(outcomes(checks)).toEqual(['unknown', 'registry-answer-invalid']);
  });

  it.each([
    [['arm64'], 'failed'],
    [['arm64', 'amd64'], 'ok'],
    [[], 'ok']
  ])(
    'must run on one of the nodes: on those of %j it is %s',
    async (nodes, outcome) => {
      const { check } = scene(() => Promise.resolve(indexFor('amd64')));
      const [found] = await check('pull.example/x:1', { nodes });
      expect(found?.outcome).toBe(outcome);
    }
  );

  it('is not looked for where only users of the namespace name the registry', async () => {
    const { asked, check } = scene(() => Promise.resolve(indexFor('amd64')));
    const registry = { push: PLACE.push, access: PLACE.access };
    expect(await check('push.example:5000/x:1', { registry })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is looked for again after a while, and not at the start', async () => {
    const { asked, check, clock } = scene(() => Promise.resolve(indexFor('amd64')));
    await check('pull.example/x:1');
    clock.advance(14_000);
    await check('pull.example/x:1');
    expect(asked).toHaveLength(1);
    clock.advance(60_000);
    await check('pull.example/x:1', { age: START_MS });
    expect(asked).toHaveLength(1);
    await check('pull.example/x:1');
    expect(asked).toHaveLength(2);
  });
});
