import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  PROTOCOL_VERSION,
  type Followed,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget, type Program } from '../adapters/memory/target.js';
import type { FollowOptions } from '../ports/target.js';
import { FeedSession } from './feed-session.js';
import { RunWatch } from './run-watch.js';
import { plannedOf } from './testing/services.js';
import { Tab, written } from './testing/tab.js';

const hello = { kind: 'hello', protocol: PROTOCOL_VERSION };

/** Counts what is read of runs, and whether the reading ended. */
class CountingTarget extends MemoryTarget {
  read = 0;
  following = 0;

  override async *follow(
    id: string,
    options?: FollowOptions
  ): AsyncGenerator<Followed> {
    this.following += 1;
    try {
      for await (const item of super.follow(id, options)) {
        this.read += 1;
        yield item;
      }
    } finally {
      this.following -= 1;
    }
  }

  begin(id: string): Promise<Run> {
    return this.launch({ id, ...plannedOf({ shown: 'digits.ipynb' }) });
  }
}

describe('FeedSession', () => {
  let program: Program;
  let target: CountingTarget;
  let watch: RunWatch;
  let tab: Tab;
  let session: FeedSession;
  const log: string[] = [];

  beforeEach(() => {
    log.length = 0;
    program = [[{ kind: 'hang' }]];
    target = new CountingTarget(new ManualClock(), () => program);
    watch = new RunWatch(target, text => log.push(text));
    tab = new Tab();
    const deps = {
      target,
      watch,
      version: '1.2.3',
      log: (text: string) => log.push(text)
    };
    session = new FeedSession(deps, tab);
  });
  afterEach(() => {
    session.dispose();
    watch.dispose();
  });

  const say = (value: unknown): Promise<void> => session.receive(JSON.stringify(value));
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, i) => `line ${String(i)}\n`).join('');

  it('welcomes a page and tells it all runs', async () => {
    await target.begin('a');
    await say(hello);
    expect(await tab.got('welcome')).toEqual({
      kind: 'welcome',
      protocol: PROTOCOL_VERSION,
      version: '1.2.3'
    });
    expect((await tab.got('runs')).runs.map(({ id }) => id)).toEqual(['a']);
    expect(tab.kinds).toEqual(['welcome', 'runs']);
  });

  it('tells an old page that it is old, and nothing more', async () => {
    await say({ kind: 'hello', protocol: PROTOCOL_VERSION - 1 });
    expect((await tab.got('problem')).problem.code).toBe('gateway-protocol');
    expect(tab.kinds).toEqual(['problem']);
  });

  it.each(['', 'no JSON', '[]', '{"kind":"dance"}', '{"kind":"follow"}', '\u0000'])(
    'answers %j with a problem and goes on',
    async text => {
      await session.receive(text);
      expect((await tab.got('problem')).problem.code).toBe('gateway-body-invalid');
      await say(hello);
      expect(await tab.got('runs')).toEqual({ kind: 'runs', runs: [] });
    }
  );

  it('tells changes and removals', async () => {
    await say(hello);
    await tab.got('runs');
    await target.begin('a');
    watch.poke();
    expect((await tab.got('run')).run.id).toBe('a');
    await target.cancel('a');
    await target.remove('a');
    watch.poke();
    expect(await tab.got('removed')).toEqual({ kind: 'removed', id: 'a' });
  });

  it('tells a slow page the newest state of each run, not every one', async () => {
    await say(hello);
    await tab.got('runs');
    tab.stall();
    for (const id of ['a', 'b', 'a', 'c']) {
      if (id === 'a') await target.cancel('a').catch(() => target.begin('a'));
      else await target.begin(id);
      watch.poke();
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    expect(tab.waiting).toBe(1);
    tab.resume();
    await expect.poll(() => tab.messages.length).toBe(6);
    const told = tab.messages.flatMap(m => (m.kind === 'run' ? m.run : []));
    expect(told.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a running',
      'b running',
      'a cancelled',
      'c running'
    ]);
  });

  it('follows a run to its end', async () => {
    program = [
      [
        { kind: 'write', text: lines(3) },
        { kind: 'metric', name: 'loss', value: 1 }
      ]
    ];
    await target.begin('a');
    await say({ kind: 'follow', run: 'a' });
    expect(await tab.got('complete')).toEqual({ kind: 'complete', run: 'a' });
    expect(written(tab.items)).toEqual([
      '0:line 0',
      '0:line 1',
      '0:line 2',
      '0:loss=1',
      '0:metric'
    ]);
    expect(target.following).toBe(0);
  });

  it('puts so much into a message, and no more', async () => {
    program = [
      [{ kind: 'write', text: lines(5000) + `${'x'.repeat(2 ** 20)}\n`.repeat(9) }]
    ];
    await target.begin('a');
    await say({ kind: 'follow', run: 'a' });
    await tab.got('complete');
    const sizes = tab.messages.map(message => JSON.stringify(message).length);
    expect(Math.max(...sizes)).toBeLessThan(2.5 * 2 ** 20);
    expect(tab.messages.length).toBeLessThan(40);
    expect(written(tab.items)).toHaveLength(5009);
  });

  it('does not read on while the page does not', async () => {
    program = [[{ kind: 'write', text: lines(100_000) }]];
    await target.begin('a');
    tab.stall();
    await say({ kind: 'follow', run: 'a' });
    await expect.poll(() => tab.waiting).toBe(1);
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(target.read).toBeLessThan(1000);
    expect(tab.waiting).toBe(1);
    tab.resume();
    await tab.got('complete');
    expect(written(tab.items)).toHaveLength(100_000);
  });

  it.each([
    ['it is asked to', () => say({ kind: 'unfollow', run: 'a' })],
    [
      'the page is gone',
      async () => {
        await Promise.resolve();
        session.dispose();
      }
    ]
  ])('stops reading when %s', async (_, act) => {
    await target.begin('a');
    await say({ kind: 'follow', run: 'a' });
    await tab.got('followed');
    await act();
    await expect.poll(() => target.following).toBe(0);
    expect(tab.kinds).not.toContain('complete');
    expect(tab.kinds).not.toContain('problem');
  });

  it('follows anew when asked again, and only once', async () => {
    await target.begin('a');
    await say({ kind: 'follow', run: 'a' });
    await say({ kind: 'follow', run: 'a' });
    await expect.poll(() => target.following).toBe(1);
  });

  it('names the run it cannot follow', async () => {
    await say({ kind: 'follow', run: 'nobody' });
    const { run, problem } = await tab.got('problem');
    expect([run, problem.code]).toEqual(['nobody', 'run-unknown']);
  });

  it('observes nothing for a page that left while it was welcomed', async () => {
    tab.stall();
    const greeting = say(hello);
    session.dispose();
    tab.resume();
    await greeting;
    await target.begin('a');
    watch.poke();
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(tab.kinds).toEqual(['welcome']);
  });

  it('survives a page that cannot be sent to', async () => {
    const deps = {
      target,
      watch,
      version: '1.2.3',
      log: (text: string) => log.push(text)
    };
    const gone = { send: () => Promise.reject(new Error('gone')) };
    const lost = new FeedSession(deps, gone);
    await target.begin('a');
    await lost.receive(JSON.stringify(hello));
    await lost.receive(JSON.stringify({ kind: 'follow', run: 'a' }));
    lost.dispose();
    await expect.poll(() => target.following).toBe(0);
    expect(log).toEqual([]);
  });
});
