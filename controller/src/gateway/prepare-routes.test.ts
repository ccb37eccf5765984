import { describe, expect, it } from 'vitest';
import {
  CLUSTER_ROUTES,
  type PrepareAnswer,
  type Prepared
} from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget } from '../adapters/memory/target.js';
import type { Permit } from '../service/services.js';
import { NO_IMAGES } from '../service/testing.js';
import { problemOf, TestGateway } from './testing/gateway.js';
import { servicesOver } from './testing/services.js';

const settings = { parameters: {}, include: [], exclude: [], args: [], env: {} };
const body = { path: 'digits.ipynb', settings, registries: ['reg.example'] };

function scene() {
  const target = new MemoryTarget(new ManualClock(), () => [[]]);
  const permits: Permit[] = [];
  const discarded: (string | undefined)[] = [];
  const places = {
    ...servicesOver(target).places,
    prepare: (_: unknown, permit: Permit) => {
      permits.push(permit);
      const prepared: Prepared = permit.mayPush ? 'pushed' : 'opened';
      return Promise.resolve(prepared);
    }
  };
  const images = {
    ...NO_IMAGES,
    discard: (path?: string) => {
      discarded.push(path);
      return Promise.resolve();
    }
  };
  return { gateway: new TestGateway(target, { places, images }), permits, discarded };
}

describe('preparing over HTTP', () => {
  it.each([
    ['is pushed when the notebook was saved', {}, 'pushed'],
    ['is not pushed before that', { text: '{}' }, 'opened']
  ])('code %s', async (_, more, prepared) => {
    const { gateway, permits } = scene();
    const answer = await gateway.post<PrepareAnswer>(CLUSTER_ROUTES.prepare, {
      ...body,
      ...more
    });
    expect([answer.status, answer.body]).toEqual([200, { prepared }]);
    expect(permits.map(({ registries }) => registries)).toEqual([['reg.example']]);
  });

  it('needs the registries that are allowed', async () => {
    const { gateway } = scene();
    const { path } = body;
    const incomplete = { path, settings };
    const answer = await gateway.post(CLUSTER_ROUTES.prepare, incomplete);
    expect(problemOf(answer)).toEqual([400, 'gateway-body-invalid']);
  });

  it('ends for a notebook that is closed', async () => {
    const { gateway, discarded } = scene();
    const { status } = await gateway.post(CLUSTER_ROUTES.discard, { path: 'a.ipynb' });
    expect([status, discarded]).toEqual([204, ['a.ipynb']]);
  });
});
