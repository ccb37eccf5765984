/** A feed that is cut anywhere and resumed: nothing is lost, nothing comes twice. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cursor, FeedMessage } from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget, type Program, type Step } from '../adapters/memory/target.js';
import { FeedSession } from './feed-session.js';
import { RunWatch } from './run-watch.js';
import { plannedOf } from './testing/services.js';
import { Tab, written } from './testing/tab.js';

const text = fc.stringMatching(/^[ -~é😀]{0,12}$/u);
const step: fc.Arbitrary<Step> = fc.oneof(
  text.map(line => ({ kind: 'write' as const, text: `${line}\n` })),
  text.map(part => ({ kind: 'write' as const, text: part })),
  fc.integer().map(value => ({ kind: 'metric' as const, name: 'loss', value }))
);
const program: fc.Arbitrary<Program> = fc.array(fc.array(step, { maxLength: 12 }), {
  minLength: 1,
  maxLength: 3
});

/** Follows until so many messages have come, then is cut; undefined: until the end. */
async function follow(
  target: MemoryTarget,
  from: Cursor | undefined,
  cut?: number
): Promise<FeedMessage[]> {
  const log = (): undefined => undefined;
  const watch = new RunWatch(target, log);
  const deps = { target, watch, version: '1', log, batch: { size: 2, wait: 1 } };
  const tab = new Tab();
  const session = new FeedSession(deps, tab);
  const request = { kind: 'follow', run: 'a', ...(from ? { from } : {}) };
  await session.receive(JSON.stringify(request));
  while (!tab.kinds.includes('complete')) {
    if (cut !== undefined && tab.messages.length >= cut) break;
    await new Promise(resolve => setImmediate(resolve));
  }
  session.dispose();
  // What comes after the cut does not arrive.
  return tab.messages.slice(0, cut);
}

function after(messages: readonly FeedMessage[], before?: Cursor): Cursor | undefined {
  const last = messages.findLast(message => message.kind === 'followed');
  return last?.cursor ?? before;
}

describe('a feed that is resumed behind its cursor', () => {
  it('gives every line and event once, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(program, fc.array(fc.nat(4), { maxLength: 6 }), judge),
      { numRuns: 60 }
    );
  });

  async function judge(steps: Program, cuts: readonly number[]): Promise<void> {
    const target = new MemoryTarget(new ManualClock(), () => steps);
    const replicas = [{ role: 'worker' as const, count: steps.length }];
    const { plan, bundle } = plannedOf({ shown: 'digits.ipynb' });
    const workload = { ...plan.workload, replicas };
    await target.launch({ id: 'a', plan: { ...plan, workload }, bundle });
    const messages: FeedMessage[] = [];
    let cursor: Cursor | undefined;
    for (const cut of [...cuts, undefined]) {
      const seen = await follow(target, cursor, cut);
      cursor = after(seen, cursor);
      messages.push(...seen);
    }
    const items = messages.flatMap(m => (m.kind === 'followed' ? m.items : []));
    const whole = written((await follow(target, undefined)).flatMap(itemsOf));
    // Across ranks the order may differ between readers; within a rank it may not.
    for (const rank of steps.keys()) {
      const own = (line: string): boolean => line.startsWith(`${String(rank)}:`);
      expect(written(items).filter(own)).toEqual(whole.filter(own));
    }
  }
});

function itemsOf(message: FeedMessage) {
  return message.kind === 'followed' ? message.items : [];
}
