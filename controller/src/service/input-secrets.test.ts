import { problem, ProblemError, type InputPlan } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { decideInputs } from '../core/plan/inputs.js';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import { inputWith } from '../core/plan/testing.js';
import { checkInputSecrets } from './input-secrets.js';
import { ScriptedCluster, type Script } from './testing.js';

const GET = 'get secrets store';

async function checked(url: string, script: Script): Promise<unknown[]> {
  const facts = { target: 'cluster', hash: String, sizes: new Map() } as const;
  const setting = { name: 'data', url, secret: 'store' };
  const inputs: InputPlan[] = decideInputs([setting], facts);
  const cluster = new ScriptedCluster(script);
  const api = await cluster.clusters.open('dev');
  const plan = makeClusterPlan(inputWith({ inputs }, { inputs }));
  const checks = await checkInputSecrets(plan, api, {});
  return checks.map(({ outcome, problem: found }) => [outcome, found?.sentence]);
}

const has =
  (...keys: string[]) =>
  () => ({ data: Object.fromEntries(keys.map(key => [key, 'eA=='])) });

describe('the Secret of an input', () => {
  it('that has all keys is not worth a word', async () => {
    const keys = has('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');
    expect(await checked('s3://b', { [GET]: keys })).toEqual([]);
  });

  it('that lacks keys is told by their names', async () => {
    expect(await checked('s3://b', { [GET]: has('other') })).toEqual([
      [
        'failed',
        'The Secret store of the input data has no AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.'
      ]
    ]);
  });

  it('that is not there fails the plan', async () => {
    const params = { kind: 'Secret', name: 'store', place: 'team-a', context: 'dev' };
    const missing = (): never => {
      const found = {
        ...problem('kernel-gone', { python: '' }),
        code: 'object-missing'
      };
      throw new ProblemError({ ...found, params });
    };
    expect(await checked('s3://b', { [GET]: missing })).toEqual([
      [
        'failed',
        'The namespace team-a has no Secret store, which the input data names.'
      ]
    ]);
  });

  it('that may not be read is left to the run', async () => {
    expect(await checked('s3://b', {})).toEqual([]);
  });
});
