/** Promises to whoever follows a run. */
import { expect } from 'vitest';
import type { Followed } from '@jupyterlab-kubeflow/protocol';
import { all, cursorAfter, ended, linesOf, until } from '../support/reading.js';
import { requestOf } from '../support/requests.js';
import { hang, metric, write, type Promises } from './promise.js';

const LOSS = metric('loss', 0.5);
const isLog = ({ kind }: Followed): boolean => kind === 'log';

export const FOLLOWING: Promises = {
  'begins with the run, gives every line in order, and ends with the run ended':
    async target => {
      await target.launch(
        requestOf('lines', [
          [write('a1\na2\n'), write('a3\n')],
          [write('b1\n'), LOSS]
        ])
      );
      const items = await all(target, 'lines');
      expect(items[0]).toMatchObject({ kind: 'run', run: { id: 'lines' } });
      const last = items.findLast(({ kind }) => kind === 'run');
      expect(last).toMatchObject({ run: { state: 'succeeded' } });
      expect(linesOf(items, 0)).toEqual(['a1', 'a2', 'a3']);
      expect(linesOf(items, 1)).toEqual(['b1', 'loss=0.5']);
    },

  'gives the events of the ranks': async target => {
    await target.launch(requestOf('events', [[], [LOSS]]));
    const metrics = (await all(target, 'events')).filter(
      item => item.kind === 'event' && item.event.kind === 'metric'
    );
    expect(metrics).toEqual([
      expect.objectContaining({
        rank: 1,
        event: expect.objectContaining({ name: 'loss', value: 0.5 }) as unknown
      })
    ]);
  },

  'gives events between the lines they were made between': async target => {
    const steps = [1, 2, 3, 4, 5].flatMap(n => [
      write(`before ${String(n)}\n`),
      metric('loss', n)
    ]);
    await target.launch(requestOf('between', [steps]));
    const order = (await all(target, 'between')).flatMap((item): unknown[] => {
      if (item.kind === 'log') return [item.text];
      if (item.kind !== 'event' || item.event.kind !== 'metric') return [];
      return [item.event.value];
    });
    const expected = [1, 2, 3, 4, 5].flatMap(n => [
      `before ${String(n)}`,
      expect.stringMatching(new RegExp(`^loss=${String(n)}`)) as unknown,
      n
    ]);
    expect(order).toEqual(expected);
  },

  'gives the same of a run that has ended': async target => {
    await target.launch(requestOf('later', [[write('x\n')], [write('y\n')]]));
    const live = await all(target, 'later');
    const later = await all(target, 'later');
    for (const rank of [0, 1]) {
      expect(linesOf(later, rank)).toEqual(linesOf(live, rank));
    }
  },

  'goes on behind a cursor, wherever it was taken': async target => {
    const program = [[write('1\n2\n'), LOSS, write('3')], [write('4\n5\n')]];
    await target.launch(requestOf('resumed', program));
    await ended(target, 'resumed');
    const isOutput = (item: Followed): boolean => item.kind !== 'run';
    const items = (await all(target, 'resumed')).filter(isOutput);
    for (let read = 0; read <= items.length; read += 1) {
      const from = cursorAfter(items.slice(0, read));
      const rest = (await all(target, 'resumed', { from })).filter(isOutput);
      expect(rest).toEqual(items.slice(read));
    }
  },

  'gives a line when it is complete, and the last one at the end without a feed':
    async target => {
      const texts = [write('half'), write(' a line\n'), write('\n'), write('no feed')];
      await target.launch(requestOf('halves', [texts]));
      const items = await all(target, 'halves');
      expect(linesOf(items, 0)).toEqual(['half a line', '', 'no feed']);
    },

  'keeps carriage returns and every script of the world': async target => {
    const texts = [write('10%\r20%\rdone\r\n'), write('Ünïcödé 漢字 🎉\n')];
    await target.launch(requestOf('texts', [texts]));
    const items = await all(target, 'texts');
    expect(linesOf(items, 0)).toEqual(['10%\r20%\rdone\r', 'Ünïcödé 漢字 🎉']);
  },

  'gives what is there and ends, when it is not to wait': async target => {
    await target.launch(requestOf('snapshot', [[write('there\npart'), hang]]));
    await until(target, 'snapshot', isLog);
    const items = await all(target, 'snapshot', { live: false });
    expect(linesOf(items, 0)).toEqual(['there']);
    await target.cancel('snapshot');
    expect(linesOf(await all(target, 'snapshot'), 0)).toEqual(['there', 'part']);
  },

  'ends when it is told to': async target => {
    await target.launch(requestOf('aborted', [[write('there\n'), hang]]));
    const abort = new AbortController();
    const items: Followed[] = [];
    for await (const item of target.follow('aborted', { signal: abort.signal })) {
      items.push(item);
      if (isLog(item)) abort.abort();
    }
    expect(linesOf(items, 0)).toEqual(['there']);
    await target.cancel('aborted');
    expect((await ended(target, 'aborted')).state).toBe('cancelled');
  },

  'serves several readers alike': async target => {
    await target.launch(requestOf('readers', [[write('a\nb\nc\n')]]));
    const readers = await Promise.all([1, 2, 3].map(() => all(target, 'readers')));
    for (const items of readers) expect(linesOf(items, 0)).toEqual(['a', 'b', 'c']);
  }
};
