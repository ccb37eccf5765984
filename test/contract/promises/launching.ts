/** Promises about starting runs, and about starting them again. */
import { expect } from 'vitest';
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import { ended, problemOf } from '../support/reading.js';
import { requestOf } from '../support/requests.js';
import { metric, type Promises } from './promise.js';

const EPOCHS: Parameter = {
  name: 'epochs',
  type: 'int',
  defaultSource: '3',
  cell: 1,
  line: 1
};

export const LAUNCHING: Promises = {
  'gives a run that exists, with its ranks, and ends by itself': async target => {
    const launched = await target.launch(requestOf('plain', [[], []]));
    expect(launched).toMatchObject({ id: 'plain', name: 'player', framework: 'none' });
    expect(launched.ranks.map(({ rank, role }) => [rank, role])).toEqual([
      [0, 'worker'],
      [1, 'worker']
    ]);
    const run = await ended(target, 'plain');
    expect(run.state).toBe('succeeded');
    expect(run.ranks.map(({ state, exitCode }) => [state, exitCode])).toEqual([
      ['succeeded', 0],
      ['succeeded', 0]
    ]);
    expect(await target.get('plain')).toEqual(run);
  },

  'refuses an id that is taken': async target => {
    await target.launch(requestOf('taken', [[]]));
    const again = target.launch(requestOf('taken', [[]]));
    expect(await problemOf(again)).toBe('run-exists');
    expect((await ended(target, 'taken')).state).toBe('succeeded');
  },

  'starts one run when the same id is launched twice at once': async target => {
    const twice = [1, 2].map(() => target.launch(requestOf('twice', [[]])));
    const outcomes = await Promise.all(twice.map(problemOf));
    expect(outcomes.sort()).toEqual(['no problem', 'run-exists']);
    const runs = (await target.list()).filter(({ id }) => id === 'twice');
    expect(runs).toHaveLength(1);
    expect((await ended(target, 'twice')).state).toBe('succeeded');
  },

  'keeps the plan as it was': async target => {
    const request = requestOf('planned', [[]], { parameters: [EPOCHS] });
    await target.launch(request);
    expect(await target.plan('planned')).toEqual(request.plan);
  },

  'lists the newest run first': async target => {
    await target.launch(requestOf('older', [[]]));
    await ended(target, 'older');
    await target.launch(requestOf('newer', [[]]));
    const ids = (await target.list()).map(({ id }) => id);
    const both = ids.filter(id => ['older', 'newer'].includes(id));
    expect(both).toEqual(['newer', 'older']);
  },

  'does not know runs that were never launched': async target => {
    const again = { id: 'again', from: 'nobody', parameters: {} };
    const actions = [
      target.get('nobody'),
      target.get('../nobody'),
      target.plan('nobody'),
      ended(target, 'nobody'),
      target.cancel('nobody'),
      target.remove('nobody'),
      target.outputs('nobody'),
      target.rerun(again)
    ];
    const codes = await Promise.all(actions.map(problemOf));
    expect(codes).toEqual(actions.map(() => 'run-unknown'));
  }
};

export const REPEATING: Promises = {
  'repeats the program with other parameters and names its parent': async target => {
    const request = requestOf('first', [[metric('loss', 0.5)]], {
      parameters: [{ ...EPOCHS, value: 5 }]
    });
    await target.launch(request);
    await ended(target, 'first');
    await target.rerun({ id: 'second', from: 'first', parameters: { epochs: 8 } });
    const run = await ended(target, 'second');
    const metrics = { loss: 0.5 };
    expect(run).toMatchObject({ parent: 'first', state: 'succeeded', metrics });
    expect(await target.plan('second')).toEqual({
      ...request.plan,
      parameters: [{ ...EPOCHS, value: 8 }]
    });
  },

  'refuses an id that is taken': async target => {
    await target.launch(requestOf('origin', [[]]));
    await ended(target, 'origin');
    const again = target.rerun({ id: 'origin', from: 'origin', parameters: {} });
    expect(await problemOf(again)).toBe('run-exists');
  }
};
