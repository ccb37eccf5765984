import { describe, expect, it } from 'vitest';
import type { Settings } from '@jupyterlab-kubeflow/protocol';
import { failed } from '../core/plan/checks.js';
import { inputWith } from '../core/plan/testing.js';
import type { ImageRequest } from './images.js';
import {
  NO_CHECKS,
  NO_IMAGES,
  plannerFor,
  ScriptedCluster,
  TAKES_JOBS
} from './testing.js';

const REF = { kind: 'cluster', context: 'dev', namespace: 'team-a' } as const;
const HOST = 'reg.example:5000';
const access = { plainHttp: [], trusted: [] };

/** @param trust - what vouches for the place to push to */
function scene(trust: { readonly isTrusted?: true } = { isTrusted: true }) {
  const asked: { request: ImageRequest; what: string }[] = [];
  const planner = plannerFor(new ScriptedCluster(TAKES_JOBS), {
    images: {
      ...NO_IMAGES,
      prepare: (_, request, what) => {
        asked.push({ request, what });
        return Promise.resolve(what);
      }
    },
    imageChecks: NO_CHECKS,
    setting: { access, place: { push: `${HOST}/team/runs`, access, ...trust } }
  });
  const plan = async (settings: Partial<Settings> = {}) => {
    const input = inputWith({ ranks: 1, image: 'python:3.12', ...settings });
    const made = await planner.plan(input, REF, {});
    return { plan: made, bundle: input.bundle };
  };
  return { planner, plan, asked };
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

  it('no registry is spoken to that the user has not named', async () => {
    const { planner, plan, asked } = scene();
    const planned = await plan({ delivery: 'append' });
    for (const registries of [[], ['other.example']]) {
      const permit = { registries, mayPush: true };
      expect(await planner.prepare(planned, permit)).toBe('nothing');
    }
    expect(asked).toEqual([]);
  });

  it.each(['inline', 'image-volume'] as const)(
    'nothing is done for %s, which costs a start little',
    async delivery => {
      const { planner, plan, asked } = scene();
      const planned = await plan({ delivery });
      expect(await planner.prepare(planned, allowed(true))).toBe('nothing');
      expect(asked).toEqual([]);
    }
  );

  it('nothing is pushed where only users of the namespace say where', async () => {
    const { planner, plan, asked } = scene({});
    const planned = await plan({ delivery: 'append' });
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
