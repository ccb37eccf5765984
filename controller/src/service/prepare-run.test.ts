import { describe, expect, it } from 'vitest';
import { problem, ProblemError, type Settings } from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { failed } from '../core/plan/checks.js';
import { inputWith } from '../core/plan/testing.js';
import { ClusterPlanner } from './cluster-planner.js';
import { DryRuns } from './dry-run.js';
import type { ImageRequest, PackRequest } from './images.js';
import { Probes } from './probes.js';
import { NO_CHECKS, NO_IMAGES, ScriptedCluster } from './testing.js';

const REF = { kind: 'cluster', context: 'dev', namespace: 'team-a' } as const;
const HOST = 'reg.example:5000';
const access = { plainHttp: [], trusted: [] };

const AWAY = problem('registry-unreachable', { host: HOST, detail: 'away' });
const PACKED = {
  ...{ reference: `${HOST}/team/runs`, digest: `sha256:${'a'.repeat(64)}` as const },
  ...{ layerSize: 1, sentBytes: 1, requests: 5 }
};

function scene() {
  const asked: { request: ImageRequest; what: string }[] = [];
  const packed = Object.assign([] as PackRequest[], { fails: false });
  const cluster = new ScriptedCluster({
    'read /apis': () => ({ groups: [] }),
    'create Job': () => ({}),
    'create Pod': () => ({})
  });
  const clock = new ManualClock();
  const clusters = () => Promise.resolve(cluster.clusters);
  const planner = new ClusterPlanner({
    clusters,
    probes: new Probes({ clusters, clock, adminNamespace: 'admin' }),
    dryRuns: new DryRuns(clock, String),
    read: () => Promise.reject(new Error('not in this test')),
    images: {
      ...NO_IMAGES,
      pack: (_, request) => {
        if (packed.fails) return Promise.reject(new ProblemError(AWAY));
        packed.push(request);
        return Promise.resolve(PACKED);
      },
      prepare: (_, request, what) => {
        asked.push({ request, what });
        return Promise.resolve(what);
      }
    },
    imageChecks: NO_CHECKS,
    setting: { access, place: { push: `${HOST}/team/runs`, access } }
  });
  const plan = async (settings: Partial<Settings> = {}) => {
    const input = inputWith({ ranks: 1, image: 'python:3.12', ...settings });
    const made = await planner.plan(input, REF, {});
    return { plan: made, bundle: input.bundle };
  };
  return { planner, plan, asked, packed };
}

const allowed = (mayPush: boolean) => ({ registries: [HOST], mayPush });

describe('before a run is asked for', () => {
  it.each([
    [false, 'opened'],
    [true, 'pushed']
  ] as const)('may the code be pushed: %s; it is %s', async (mayPush, what) => {
    const { planner, plan, asked } = scene();
    const planned = await plan({ delivery: 'append' });
    expect(await planner.prepare(planned, allowed(mayPush))).toBe(what);
    expect(asked).toMatchObject([
      { what, request: { push: `${HOST}/team/runs`, base: 'python:3.12' } }
    ]);
  });

  it.each([
    [false, 'nothing', 0],
    [true, 'pushed', 1]
  ] as const)(
    'may the code that pods mount be pushed: %s; it is %s',
    async (mayPush, what, times) => {
      const { planner, plan, packed } = scene();
      const planned = await plan({ delivery: 'image-volume' });
      expect(await planner.prepare(planned, allowed(mayPush))).toBe(what);
      expect(packed).toHaveLength(times);
    }
  );

  it('what goes wrong is not told: the start finds it again', async () => {
    const { planner, plan, packed } = scene();
    packed.fails = true;
    const planned = await plan({ delivery: 'image-volume' });
    expect(await planner.prepare(planned, allowed(true))).toBe('nothing');
  });

  it('no registry is spoken to that the user has not named', async () => {
    const { planner, plan, asked } = scene();
    const planned = await plan({ delivery: 'append' });
    for (const registries of [[], ['other.example']]) {
      const permit = { registries, mayPush: true };
      expect(await planner.prepare(planned, permit)).toBe('nothing');
    }
    expect(asked).toEqual([]);
  });

  it('nothing is done for what needs no image', async () => {
    const { planner, plan, asked } = scene();
    const planned = await plan({ delivery: 'inline' });
    expect(await planner.prepare(planned, allowed(true))).toBe('nothing');
    expect(asked).toEqual([]);
  });

  it('nothing is done for a plan that cannot be started', async () => {
    const { planner, plan, asked } = scene();
    const { plan: made, bundle } = await plan({ delivery: 'append' });
    const problem = { code: 'x', params: {}, sentence: 'No.', remedy: 'Yes.' };
    const blocked = { ...made, checks: [failed('files', problem)] };
    const answer = await planner.prepare({ plan: blocked, bundle }, allowed(true));
    expect([answer, asked]).toEqual(['nothing', []]);
  });
});
