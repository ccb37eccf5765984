import { describe, expect, it } from 'vitest';
import { PROTOCOL_HEADER, fail, type PlanAnswer } from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget } from '../adapters/memory/target.js';
import type { PlanRequest } from '../service/services.js';
import { isSecret } from './guard.js';
import { TestGateway, problemOf } from './testing/gateway.js';
import { plannedOf } from './testing/services.js';

const settings = { parameters: {}, include: [], exclude: [], args: [], env: {} };
const target = new MemoryTarget(new ManualClock(), () => [[]]);

/** A gateway that plans so, and what it was asked to plan. */
function planning(plan: (request: PlanRequest) => ReturnType<typeof plannedOf>) {
  const asked: PlanRequest[] = [];
  const planner = {
    convert: () => Promise.reject(new Error('not in this test')),
    plan: async (request: PlanRequest) => {
      asked.push(request);
      return Promise.resolve(plan(request));
    }
  };
  return { gateway: new TestGateway(target, { planner }), asked };
}

describe('who may ask', () => {
  it.each([
    ['the secret', 'open sesame', true],
    ['another of its length', 'open_sesame', false],
    ['its beginning', 'open', false],
    ['nothing', undefined, false]
  ])('%s', (_, given, expected) => {
    expect(isSecret(given, 'open sesame')).toBe(expected);
  });

  it('nobody, while the secret is empty', () => {
    expect([isSecret('', ''), isSecret(undefined, '')]).toEqual([false, false]);
  });

  it.each(['health', 'runs', 'nowhere'])('no request for %s without it', async path => {
    const response = await new TestGateway(target).sendAsIs(path);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('gateway-forbidden');
  });

  it.each([
    [undefined],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp']
  ])('no POST of %s: a form could send it', async type => {
    const headers = type === undefined ? {} : { 'Content-Type': type };
    const body = new TextEncoder().encode('{}');
    const init = { method: 'POST', headers, body };
    const response = await new TestGateway(target).send('plan', init);
    expect(response.status).toBe(415);
  });
});

describe('every answer', () => {
  it.each([
    ['health', 200],
    ['nowhere', 404],
    ['runs/nobody', 404]
  ])('to %s names the protocol and is kept by nobody', async (path, status) => {
    const answer = await new TestGateway(target).get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get(PROTOCOL_HEADER)).toBe('1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('says who serves', async () => {
    expect((await new TestGateway(target).get('health')).body).toEqual({
      version: '1.2.3',
      protocol: 1,
      home: '/home/me/.local/share/jupyterlab-kubeflow'
    });
  });
});

describe('a request that cannot be honoured', () => {
  const plan = { path: 'digits.ipynb', settings };

  it.each([
    ['is not JSON', 'plan', '{', 'it is not JSON'],
    ['lacks a field', 'plan', { path: 'a' }, 'settings'],
    ['has a field of another type', 'plan', { ...plan, path: 1 }, 'path'],
    ['lacks an id', 'runs', plan, 'id'],
    ['is a list', 'runs/a/rerun', [], 'the body']
  ])('because it %s', async (_, path, body, named) => {
    const answer = await new TestGateway(target).post(path, body);
    expect(problemOf(answer)).toEqual([400, 'gateway-body-invalid']);
    expect(answer.text).toContain(named);
  });

  it('because it is too large', async () => {
    const length = String(257 * 1024 * 1024);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': length };
    const init = { method: 'POST', headers, body: '{}' };
    const response = await new TestGateway(target).send('plan', init);
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('256 MiB');
  });

  it.each([
    ['GET', 'nowhere'],
    ['PUT', 'runs'],
    ['DELETE', 'plan'],
    ['GET', 'runs/a/files/0/']
  ])('because there is no %s %s', async (method, path) => {
    const response = await new TestGateway(target).send(path, { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('gateway-no-route');
  });

  it('has the status of its row', async () => {
    const { gateway } = planning(() => fail('source-changed', { path: 'data.csv' }));
    expect(problemOf(await gateway.post('plan', plan))).toEqual([
      409,
      'source-changed'
    ]);
    expect(gateway.logged).toEqual([]);
  });

  it('for no known reason is in the log with its stack', async () => {
    const { gateway } = planning(() => {
      throw new TypeError('x is not a function');
    });
    const answer = await gateway.post('plan', plan);
    expect(problemOf(answer)).toEqual([500, 'gateway-internal']);
    expect(answer.text).not.toContain('app.test');
    expect(gateway.logged.join()).toMatch(
      /TypeError: x is not a function\n.*app\.test/
    );
  });
});

describe('a plan', () => {
  it.each(['digits.ipynb', '/digits.ipynb', 'a/../digits.ipynb', '//digits.ipynb'])(
    'of %s is of the file below the served folder',
    async path => {
      const { gateway, asked } = planning(plannedOf);
      const { status } = await gateway.post('plan', { path, text: '{}', settings });
      expect(status).toBe(200);
      expect(asked).toMatchObject([
        { path: '/srv/notebooks/digits.ipynb', shown: path, text: '{}', settings }
      ]);
    }
  );

  it.each([
    '../secret.ipynb',
    'a/../../secret.ipynb',
    '/../notebooks2/a.ipynb',
    '.',
    ''
  ])('of %j is refused', async path => {
    const { gateway, asked } = planning(plannedOf);
    const answer = await gateway.post('plan', { path, settings });
    expect(problemOf(answer)).toEqual([422, 'path-outside']);
    expect(asked).toEqual([]);
  });

  it('is ready, and shows its script', async () => {
    const text = 'print(1)\n';
    const file = { path: '.jkf/digits.py', mode: 0o644, sha256: '', size: 9 };
    const { gateway } = planning(request => {
      const { plan, bundle } = plannedOf(request);
      const files = [{ ...file, content: { kind: 'text' as const, text } }];
      return { plan, bundle: { ...bundle, files } };
    });
    const { body } = await gateway.post<PlanAnswer>('plan', {
      path: 'a.ipynb',
      settings
    });
    expect([body.ready, body.script]).toEqual([true, text]);
  });
});
