import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError, problem, type Run } from '@jupyterlab-kubeflow/protocol';
import { pageProblem } from '../client/gateway.js';
import { Starts } from './starts.js';

/** A gateway that makes one run an id, and may not get its answer through. */
function gateway() {
  const runs = new Map<string, Run>();
  const asked: string[] = [];
  const faults: Error[] = [];
  const ask = (id: string): Promise<Run> => {
    asked.push(id);
    const run = runs.get(id) ?? ({ id } as Run);
    runs.set(id, run);
    const fault = faults.shift();
    return fault ? Promise.reject(fault) : Promise.resolve(run);
  };
  return { runs, asked, faults, ask };
}

const lost = () => new ProblemError(problem('gateway-lost', {}));
const work = { path: 'a.ipynb' };

/** The outcome of a start, after any time it takes by itself. */
async function outcome(start: Promise<Run>): Promise<string> {
  const told = start.then(
    run => run.id,
    (error: unknown) => (error as ProblemError).problem.code
  );
  await vi.advanceTimersByTimeAsync(1000);
  return told;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a start whose answer was lost', () => {
  it.each([
    ['the gateway was killed', lost()],
    ['the server is away', new ProblemError(pageProblem('server-unreachable'))],
    [
      'a proxy gave up',
      new ProblemError(pageProblem('answer-unexpected', { code: 504 }))
    ]
  ])('is asked for once more by itself: %s', async (_why, fault) => {
    const { runs, asked, faults, ask } = gateway();
    faults.push(fault);
    const id = await outcome(new Starts().start(work, 'a', ask));
    expect(asked).toEqual([id, id]);
    expect([...runs.keys()]).toEqual([id]);
  });

  it('and is asked for again by a person makes exactly one run', async () => {
    const { runs, faults, ask } = gateway();
    const starts = new Starts();
    faults.push(lost(), lost());
    expect(await outcome(starts.start(work, 'a', ask))).toBe('gateway-lost');
    const id = await outcome(starts.start(work, 'a', ask));
    expect([...runs.keys()]).toEqual([id]);
  });

  it('does not stand for a start of other work', async () => {
    const { runs, faults, ask } = gateway();
    const starts = new Starts();
    faults.push(lost(), lost());
    await outcome(starts.start(work, 'a', ask));
    await outcome(starts.start({ path: 'b.ipynb' }, 'b', ask));
    expect(runs.size).toBe(2);
  });
});

describe('a start that was answered', () => {
  it('is over: the next one is another run', async () => {
    const { runs, ask } = gateway();
    const starts = new Starts();
    await outcome(starts.start(work, 'a', ask));
    await outcome(starts.start(work, 'a', ask));
    expect(runs.size).toBe(2);
  });

  it('with a refusal is not asked for by itself, and is over', async () => {
    const { asked, faults, ask } = gateway();
    const starts = new Starts();
    faults.push(new ProblemError(problem('notebook-empty', { path: 'a.ipynb' })));
    expect(await outcome(starts.start(work, 'a', ask))).toBe('notebook-empty');
    expect(asked).toHaveLength(1);
    await outcome(starts.start(work, 'a', ask));
    expect(asked[1]).not.toBe(asked[0]);
  });
});
