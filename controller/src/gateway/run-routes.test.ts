import { beforeEach, describe, expect, it } from 'vitest';
import {
  problem,
  ProblemError,
  type Run,
  type RunAnswer,
  type RunDetail,
  type RunsAnswer
} from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget, type Program, type Step } from '../adapters/memory/target.js';
import { failed } from '../core/plan/checks.js';
import type { LaunchRequest } from '../ports/target.js';
import type { PlanRequest } from '../service/services.js';
import { TestGateway, problemOf } from './testing/gateway.js';
import { plannedOf } from './testing/services.js';

const settings = { parameters: {}, include: [], exclude: [], args: [], env: {} };
const launch = { id: 'digits-1', path: 'digits.ipynb', text: 'first', settings };
const HANG: Step = { kind: 'hang' };

describe('runs over HTTP', () => {
  let program: Program;
  let gateway: TestGateway;

  beforeEach(() => {
    program = [[HANG]];
    gateway = new TestGateway(new MemoryTarget(new ManualClock(), () => program));
  });

  const ids = async (): Promise<string[]> =>
    (await gateway.get<RunsAnswer>('runs')).body.runs.map(({ id }) => id);
  const start = (changes: Partial<typeof launch> = {}) =>
    gateway.post<RunAnswer>('runs', { ...launch, ...changes });

  it('start with the id of the page', async () => {
    const { status, body } = await start();
    expect([status, body.run.id]).toEqual([201, 'digits-1']);
    expect(await ids()).toEqual(['digits-1']);
    expect(gateway.changes).toBe(1);
  });

  it('start once, however often the same is asked', async () => {
    const answers = await Promise.all([start(), start(), start()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(answers.map(({ body }) => body.run.id)).toEqual(Array(3).fill('digits-1'));
    expect(await ids()).toEqual(['digits-1']);
  });

  it('are found again though nothing could be started now', async () => {
    await start();
    const planner = {
      convert: () => Promise.reject(new Error('not in this test')),
      plan: (request: PlanRequest) => {
        const { plan, bundle } = plannedOf(request);
        const full = problem('disk-low', { needed: '2 GiB', free: '1 GiB' });
        const check = failed('disk', full);
        return Promise.resolve({ plan: { ...plan, checks: [check] }, bundle });
      }
    };
    const target = new MemoryTarget(new ManualClock(), () => program);
    await target.launch({
      id: 'digits-1',
      ...plannedOf({ shown: launch.path, text: 'first' })
    });
    gateway = new TestGateway(target, { planner });
    expect((await start()).status).toBe(200);
    expect(problemOf(await start({ id: 'digits-2' }))).toEqual([422, 'plan-blocked']);
  });

  describe('that take a while to start', () => {
    /** Goes on starting behind the answer, and ends as it is told. */
    class Slow extends MemoryTarget {
      refuse: (error: Error) => void = () => undefined;

      override async launch(request: LaunchRequest): Promise<Run> {
        const run = await super.launch(request);
        request.onBegun?.(run);
        return new Promise((_, reject) => {
          this.refuse = reject;
        });
      }
    }

    it('are there at once, and what goes wrong after that is no answer any more', async () => {
      const target = new Slow(new ManualClock(), () => program);
      gateway = new TestGateway(target);
      expect((await start()).status).toBe(201);
      target.refuse(new ProblemError(problem('image-none', {})));
      await new Promise(setImmediate);
      expect(gateway.logged).toEqual([]);
    });

    it('leave a fault of ours in the log', async () => {
      const target = new Slow(new ManualClock(), () => program);
      gateway = new TestGateway(target);
      await start();
      target.refuse(new TypeError('ours'));
      await new Promise(setImmediate);
      expect(gateway.logged.join()).toContain('TypeError: ours');
    });
  });

  it.each([{ text: 'second' }, { path: 'other.ipynb' }])(
    'refuse an id that is another run: %j',
    async changes => {
      await start();
      expect(problemOf(await start(changes))).toEqual([409, 'run-exists']);
      expect(await ids()).toEqual(['digits-1']);
    }
  );

  it('refuse an id that is none', async () => {
    expect(problemOf(await start({ id: '../../x' }))).toEqual([422, 'run-id-invalid']);
  });

  it('are repeated once, however often the same is asked', async () => {
    await start();
    const again = () =>
      gateway.post<RunAnswer>('runs/digits-1/rerun', { id: 'again', parameters: {} });
    const [first, second] = [await again(), await again()];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.run.parent).toBe('digits-1');
    const other = { id: 'digits-1', parameters: {} };
    expect(problemOf(await gateway.post('runs/again/rerun', other))).toEqual([
      409,
      'run-exists'
    ]);
  });

  it('are cancelled, and deleted when they have ended', async () => {
    await start();
    expect(problemOf(await gateway.delete('runs/digits-1'))).toEqual([
      409,
      'run-active'
    ]);
    expect((await gateway.post('runs/digits-1/cancel')).status).toBe(204);
    expect((await gateway.delete('runs/digits-1')).status).toBe(204);
    expect(await ids()).toEqual([]);
    expect(gateway.changes).toBe(3);
  });

  it.each([
    ['GET', 'runs/nobody'],
    ['DELETE', 'runs/nobody'],
    ['POST', 'runs/nobody/cancel'],
    ['GET', 'runs/nobody/log/0'],
    ['GET', 'runs/%2e%2e%2f%2e%2e/log/0']
  ])('are named when there are none: %s %s', async (method, path) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await gateway.send(path, { method, headers });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('run-unknown');
  });

  it('show plan, outputs and failures, the last first', async () => {
    program = [
      [
        { kind: 'file', path: 'out/a.txt', text: 'hello' },
        { kind: 'raise', message: 'no data' }
      ]
    ];
    await start();
    await expect
      .poll(async () => (await gateway.get<RunDetail>('runs/digits-1')).body.run.state)
      .toBe('failed');
    const { body } = await gateway.get<RunDetail>('runs/digits-1');
    expect(body.plan?.source.path).toBe('digits.ipynb');
    expect(body.outputs).toEqual([{ rank: 0, path: 'out/a.txt', size: 5 }]);
    expect(body.failures.map(({ event }) => event.kind)).toEqual(['failure']);
  });
});

describe('files of runs', () => {
  const files: [name: string, type: string, shown: string][] = [
    ['plot.PNG', 'image/png', 'plot.PNG'],
    ["a b/ö'(1)*.csv", 'text/csv; charset=utf-8', '%C3%B6%27%281%29%2A.csv'],
    ['page.html', 'application/octet-stream', 'page.html'],
    ['figure.svg', 'application/octet-stream', 'figure.svg'],
    ['page.xhtml', 'application/octet-stream', 'page.xhtml'],
    ['100%.txt', 'text/plain; charset=utf-8', '100%25.txt'],
    ['constructor', 'application/octet-stream', 'constructor'],
    ['a.constructor', 'application/octet-stream', 'a.constructor']
  ];
  const program: Program = [
    [
      ...files.map(([path]) => ({ kind: 'file' as const, path, text: '<script>' })),
      { kind: 'write', text: 'one\ntwo\n' },
      HANG
    ]
  ];
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = new TestGateway(new MemoryTarget(new ManualClock(), () => program));
    await gateway.post('runs', launch);
    await expect
      .poll(async () => (await gateway.get('runs/digits-1/log/0')).text)
      .toBe('one\ntwo\n');
  });

  const encoded = (path: string): string =>
    path.split('/').map(encodeURIComponent).join('/');

  it.each(files)('%s comes as %s, in a sandbox', async (path, type, shown) => {
    const answer = await gateway.get(`runs/digits-1/files/0/${encoded(path)}`);
    expect([answer.status, answer.text]).toEqual([200, '<script>']);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-length')).toBe('8');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${shown}`
    );
    expect(answer.headers.get('content-security-policy')).toBe(
      "sandbox; default-src 'none'"
    );
  });

  it('has logs as text, named after run and rank', async () => {
    const { headers } = await gateway.get('runs/digits-1/log/0');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('digits-1-rank-0.log');
  });

  it.each([
    'files/0/none.txt',
    'files/0/..%2f..%2fstate.json',
    'files/0/%2fetc%2fpasswd',
    'files/7/plot.PNG',
    'files/-1/plot.PNG',
    'files/0x0/plot.PNG',
    'files/x/plot.PNG',
    'log/7',
    'log/x'
  ])('has no %s', async path => {
    expect(problemOf(await gateway.get(`runs/digits-1/${path}`))).toEqual([
      404,
      'output-missing'
    ]);
  });
});
