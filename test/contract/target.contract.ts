/** What every target promises; called with a way to open one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import type { LaunchRequest, RunTarget } from '../../controller/src/ports/target.js';
import { ended, problemOf, until } from './support/reading.js';
import { requestOf } from './support/requests.js';
import { followContract } from './target.follow.contract.js';

/** An opened target. */
export interface Opened {
  readonly target: RunTarget;
  dispose(): Promise<void>;
}

/** Steps of one rank, in short. */
export const write = (text: string) => ({ kind: 'write', text }) as const;
export const hang = { kind: 'hang' } as const;
const exit = (code: number) => ({ kind: 'exit', code }) as const;
const metric = (name: string, value: number) =>
  ({ kind: 'metric', name, value }) as const;

const EPOCHS: Parameter = {
  name: 'epochs',
  type: 'int',
  defaultSource: '3',
  cell: 1,
  line: 1
};

/** Runs the suite on the target that `open` gives. */
export function targetContract(name: string, open: () => Opened): void {
  describe(`the ${name} target`, () => {
    let opened: Opened;
    beforeAll(() => {
      opened = open();
    });
    afterAll(() => opened.dispose());
    const target = (): RunTarget => opened.target;

    launching(target);
    endings(target);
    ending(target);
    repeating(target);
    followContract(target);
  });
}

function launching(target: () => RunTarget): void {
  describe('launching', () => {
    it('gives a run that exists, with its ranks, and ends by itself', async () => {
      const launched = await target().launch(requestOf('plain', [[], []]));
      expect(launched).toMatchObject({
        id: 'plain',
        name: 'player',
        framework: 'none'
      });
      expect(launched.ranks.map(({ rank, role }) => [rank, role])).toEqual([
        [0, 'worker'],
        [1, 'worker']
      ]);
      const run = await ended(target(), 'plain');
      expect(run.state).toBe('succeeded');
      expect(run.ranks.map(({ state, exitCode }) => [state, exitCode])).toEqual([
        ['succeeded', 0],
        ['succeeded', 0]
      ]);
      expect(await target().get('plain')).toEqual(run);
    });

    it('refuses an id that is taken', async () => {
      await target().launch(requestOf('taken', [[]]));
      expect(await problemOf(target().launch(requestOf('taken', [[]])))).toBe(
        'run-exists'
      );
      expect((await ended(target(), 'taken')).state).toBe('succeeded');
    });

    it('starts one run when the same id is launched twice at once', async () => {
      const twice = [1, 2].map(() => target().launch(requestOf('twice', [[]])));
      const outcomes = await Promise.all(twice.map(problemOf));
      expect(outcomes.sort()).toEqual(['no problem', 'run-exists']);
      const runs = (await target().list()).filter(({ id }) => id === 'twice');
      expect(runs).toHaveLength(1);
      expect((await ended(target(), 'twice')).state).toBe('succeeded');
    });

    it('keeps the plan as it was', async () => {
      const request = requestOf('planned', [[]], { parameters: [EPOCHS] });
      await target().launch(request);
      expect(await target().plan('planned')).toEqual(request.plan);
    });

    it('lists the newest run first', async () => {
      await target().launch(requestOf('older', [[]]));
      await ended(target(), 'older');
      await target().launch(requestOf('newer', [[]]));
      const ids = (await target().list()).map(({ id }) => id);
      const both = ids.filter(id => ['older', 'newer'].includes(id));
      expect(both).toEqual(['newer', 'older']);
    });

    it.each([
      ['get', () => target().get('nobody')],
      ['plan', () => target().plan('nobody')],
      ['follow', () => ended(target(), 'nobody')],
      ['cancel', () => target().cancel('nobody')],
      ['remove', () => target().remove('nobody')],
      ['outputs', () => target().outputs('nobody')],
      ['get with a path', () => target().get('../nobody')],
      ['rerun', () => target().rerun({ id: 'again', from: 'nobody', parameters: {} })]
    ])('does not know the run of %s', async (_name, action) => {
      expect(await problemOf(action())).toBe('run-unknown');
    });
  });
}

function endings(target: () => RunTarget): void {
  describe('the end of a run', () => {
    const endOf = async (request: LaunchRequest): ReturnType<typeof ended> => {
      await target().launch(request);
      return ended(target(), request.id);
    };

    it('is a failure with the first rank that failed, and stops the others', async () => {
      const run = await endOf(requestOf('fails', [[hang], [exit(7)], [hang]]));
      expect(run.state).toBe('failed');
      expect(run.problem).toMatchObject({
        code: 'run-rank-exit',
        params: { rank: 1, exitCode: 7 }
      });
      expect(run.ranks.map(({ state }) => state)).toEqual([
        'stopped',
        'failed',
        'stopped'
      ]);
      expect(run.ranks.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
    });

    it('names the exception that ended a rank', async () => {
      const request = requestOf('raises', [
        [write('before\n'), { kind: 'raise', message: 'no data' }]
      ]);
      const run = await endOf(request);
      expect(run.problem).toMatchObject({
        code: 'run-failed-in-file',
        params: { rank: 0, exception: 'ValueError', message: 'no data' }
      });
    });

    it('leaves the last metrics, those of the lowest rank that has them', async () => {
      const run = await endOf(
        requestOf('metrics', [
          [metric('loss', 0.5), metric('loss', 0.25)],
          [metric('loss', 9), metric('accuracy', 0.75)]
        ])
      );
      expect(run.metrics).toEqual({ loss: 0.25, accuracy: 0.75 });
    });

    it('comes with the chief of a TensorFlow run, and stops its parameter server', async () => {
      const run = await endOf(
        requestOf('tensorflow', [[], [], [hang]], {
          framework: 'tensorflow',
          replicas: [
            { role: 'chief', count: 1 },
            { role: 'worker', count: 1 },
            { role: 'ps', count: 1 }
          ]
        })
      );
      expect(run.state).toBe('succeeded');
      expect(run.ranks.find(({ role }) => role === 'ps')?.state).toBe('stopped');
    });

    it('leaves the files that ranks made or changed', async () => {
      const file = (path: string, text: string) =>
        ({ kind: 'file', path, text }) as const;
      await endOf(
        requestOf('writes', [[file('new.txt', 'four')], [file('new.txt', 'é')], []])
      );
      expect(await target().outputs('writes')).toEqual([
        { rank: 0, path: 'new.txt', size: 4 },
        { rank: 1, path: 'new.txt', size: 2 }
      ]);
    });
  });
}

function ending(target: () => RunTarget): void {
  const begun = async (id: string): Promise<void> => {
    await target().launch(requestOf(id, [[write('begun\n'), hang]]));
    await until(target(), id, ({ kind }) => kind === 'log');
  };

  describe('cancelling and removing', () => {
    it('ends the run, and again is nothing', async () => {
      await begun('cancelled');
      await target().cancel('cancelled');
      const run = await ended(target(), 'cancelled');
      expect(run.state).toBe('cancelled');
      expect(run.ranks[0]?.state).toBe('stopped');
      await target().cancel('cancelled');
      expect(await target().get('cancelled')).toEqual(run);
    });

    it('leaves a run that has ended as it is', async () => {
      await target().launch(requestOf('done', [[]]));
      const run = await ended(target(), 'done');
      await target().cancel('done');
      expect(await target().get('done')).toEqual(run);
    });

    it('does not remove a run before its end', async () => {
      await begun('active');
      expect(await problemOf(target().remove('active'))).toBe('run-active');
      await target().cancel('active');
      await ended(target(), 'active');
      await target().remove('active');
      expect(await problemOf(target().get('active'))).toBe('run-unknown');
      expect((await target().list()).map(({ id }) => id)).not.toContain('active');
    });

    it('gives the id of a removed run free', async () => {
      await target().launch(requestOf('reused', [[]]));
      await ended(target(), 'reused');
      await target().remove('reused');
      await target().launch(requestOf('reused', [[]]));
      expect((await ended(target(), 'reused')).state).toBe('succeeded');
    });
  });
}

function repeating(target: () => RunTarget): void {
  describe('running again', () => {
    it('repeats the program with other parameters and names its parent', async () => {
      const request = requestOf('first', [[metric('loss', 0.5)]], {
        parameters: [{ ...EPOCHS, value: 5 }]
      });
      await target().launch(request);
      await ended(target(), 'first');
      const parameters = { epochs: 8 };
      await target().rerun({ id: 'second', from: 'first', parameters });
      const run = await ended(target(), 'second');
      expect(run).toMatchObject({
        parent: 'first',
        state: 'succeeded',
        metrics: { loss: 0.5 }
      });
      expect(await target().plan('second')).toEqual({
        ...request.plan,
        parameters: [{ ...EPOCHS, value: 8 }]
      });
    });

    it('refuses an id that is taken', async () => {
      await target().launch(requestOf('origin', [[]]));
      await ended(target(), 'origin');
      const again = target().rerun({ id: 'origin', from: 'origin', parameters: {} });
      expect(await problemOf(again)).toBe('run-exists');
    });
  });
}
