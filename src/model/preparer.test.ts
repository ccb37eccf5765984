import { describe, expect, it } from 'vitest';
import {
  CLUSTER_ROUTES,
  DEFAULT_SETTINGS,
  type Plan,
  type Prepared
} from '@jupyterlab-kubeflow/protocol';
import { Preparer } from './preparer.js';

const body = { path: 'a.ipynb', settings: DEFAULT_SETTINGS };
const planWith = (kind: string): Plan =>
  ({ cluster: { delivery: { kind } } }) as unknown as Plan;

function scene(allowed: readonly string[], prepared: Prepared | Error = 'pushed') {
  const asked: [string, unknown][] = [];
  const preparer = new Preparer({
    allowed: () => Promise.resolve(allowed),
    ask: (path, what) => {
      asked.push([path, what]);
      if (prepared instanceof Error) return Promise.reject(prepared);
      return Promise.resolve({ prepared });
    },
    tell: (path, what) => Promise.resolve(asked.push([path, what]))
  });
  return { preparer, asked };
}

describe('before the click', () => {
  it('the gateway is asked to prepare an image where the user allows it', async () => {
    const { preparer, asked } = scene(['reg.example']);
    expect(await preparer.prepare(planWith('append'), body)).toBe(true);
    const sent = { ...body, registries: ['reg.example'] };
    expect(asked).toEqual([[CLUSTER_ROUTES.prepare, sent]]);
  });

  it.each([
    ['the user has named no registry', planWith('append'), []],
    ['no image is needed', planWith('inline'), ['reg.example']],
    ['it runs on this computer', {} as Plan, ['reg.example']]
  ])('nothing is asked when %s', async (_, plan, allowed) => {
    const { preparer, asked } = scene(allowed);
    expect(await preparer.prepare(plan, body)).toBe(false);
    await preparer.close(body.path);
    expect(asked).toEqual([]);
  });

  it.each(['opened', 'nothing', new Error('gone')] as const)(
    'code is not said to be pushed after %s',
    async prepared => {
      const { preparer } = scene(['reg.example'], prepared);
      expect(await preparer.prepare(planWith('append'), body)).toBe(false);
    }
  );

  it('what is prepared ends with its notebook, once', async () => {
    const { preparer, asked } = scene(['reg.example']);
    await preparer.prepare(planWith('append'), body);
    asked.length = 0;
    await preparer.close(body.path);
    await preparer.close(body.path);
    expect(asked).toEqual([[CLUSTER_ROUTES.discard, { path: 'a.ipynb' }]]);
  });
});
