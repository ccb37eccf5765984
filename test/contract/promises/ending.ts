/** Promises about how runs end, are ended, and are removed. */
import { expect } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { LaunchRequest, RunTarget } from '../../../controller/src/ports/target.js';
import { ended, problemOf, until } from '../support/reading.js';
import { requestOf } from '../support/requests.js';
import { exit, file, hang, metric, write, type Promises } from './promise.js';

async function endOf(target: RunTarget, request: LaunchRequest): Promise<Run> {
  await target.launch(request);
  return ended(target, request.id);
}

/** A run that goes on until it is ended. */
async function begin(target: RunTarget, id: string): Promise<void> {
  await target.launch(requestOf(id, [[write('begun\n'), hang]]));
  await until(target, id, ({ kind }) => kind === 'log');
}

export const ENDING: Promises = {
  'is a failure with the first rank that failed, and stops the others':
    async target => {
      const run = await endOf(target, requestOf('fails', [[hang], [exit(7)], [hang]]));
      expect(run.state).toBe('failed');
      expect(run.problem).toMatchObject({
        code: 'run-rank-exit',
        params: { rank: 1, exitCode: 7 }
      });
      const states = run.ranks.map(({ state }) => state);
      expect(states).toEqual(['stopped', 'failed', 'stopped']);
      expect(run.ranks.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
    },

  'names the exception that ended a rank': async target => {
    const program = [
      [write('before\n'), { kind: 'raise', message: 'no data' } as const]
    ];
    const run = await endOf(target, requestOf('raises', program));
    expect(run.problem).toMatchObject({
      code: 'run-failed-in-file',
      params: { rank: 0, exception: 'ValueError', message: 'no data' }
    });
  },

  'leaves the last metrics, those of the lowest rank that has them': async target => {
    const program = [
      [metric('loss', 0.5), metric('loss', 0.25)],
      [metric('loss', 9), metric('accuracy', 0.75)]
    ];
    const run = await endOf(target, requestOf('metrics', program));
    expect(run.metrics).toEqual({ loss: 0.25, accuracy: 0.75 });
  },

  'comes with the chief of a TensorFlow run, and stops its server': async target => {
    const request = requestOf('tensorflow', [[], [], [hang]], {
      framework: 'tensorflow',
      replicas: [
        { role: 'chief', count: 1 },
        { role: 'worker', count: 1 },
        { role: 'ps', count: 1 }
      ]
    });
    const run = await endOf(target, request);
    expect(run.state).toBe('succeeded');
    expect(run.ranks.find(({ role }) => role === 'ps')?.state).toBe('stopped');
  },

  'leaves the files that ranks made': async target => {
    const program = [[file('new.txt', 'four')], [file('new.txt', 'é')], []];
    await endOf(target, requestOf('writes', program));
    expect(await target.outputs('writes')).toEqual([
      { rank: 0, path: 'new.txt', size: 4 },
      { rank: 1, path: 'new.txt', size: 2 }
    ]);
  }
};

export const CANCELLING: Promises = {
  'ends the run, and again is nothing': async target => {
    await begin(target, 'cancelled');
    await target.cancel('cancelled');
    const run = await ended(target, 'cancelled');
    expect(run.state).toBe('cancelled');
    expect(run.ranks[0]?.state).toBe('stopped');
    await target.cancel('cancelled');
    expect(await target.get('cancelled')).toEqual(run);
  },

  'leaves a run that has ended as it is': async target => {
    const run = await endOf(target, requestOf('done', [[]]));
    await target.cancel('done');
    expect(await target.get('done')).toEqual(run);
  }
};

export const REMOVING: Promises = {
  'is refused before the end of a run': async target => {
    await begin(target, 'active');
    expect(await problemOf(target.remove('active'))).toBe('run-active');
    await target.cancel('active');
    await ended(target, 'active');
    await target.remove('active');
    expect(await problemOf(target.get('active'))).toBe('run-unknown');
    expect((await target.list()).map(({ id }) => id)).not.toContain('active');
  },

  'gives the id free': async target => {
    await endOf(target, requestOf('reused', [[]]));
    await target.remove('reused');
    expect((await endOf(target, requestOf('reused', [[]]))).state).toBe('succeeded');
  }
};
