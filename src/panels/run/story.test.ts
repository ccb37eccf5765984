import { describe, expect, it } from 'vitest';
import type { RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import type { RankEvent } from '../../tokens.js';
import { Story } from './story.js';

const at = (rank: number, event: Omit<RunnerEvent, 'time'>): RankEvent => ({
  rank,
  event: { ...event, time: 1 } as RunnerEvent
});

const EVENTS = [
  at(0, { kind: 'started', cells: 3, python: '3.11' } as RunnerEvent),
  at(0, { kind: 'cell-started', cell: 2, position: 1, of: 3 } as RunnerEvent),
  at(0, { kind: 'metric', cell: 2, name: 'loss', value: 0.5 } as RunnerEvent),
  at(1, { kind: 'metric', cell: 2, name: 'loss', value: 0.7 } as RunnerEvent),
  at(0, { kind: 'figure', cell: 2, path: '.jkf/figures/1.png' } as RunnerEvent),
  at(0, { kind: 'value', cell: 2, text: '(3, 4)' } as RunnerEvent),
  at(0, { kind: 'cell-finished', cell: 2, seconds: 1.5 } as RunnerEvent),
  at(1, { kind: 'memory', peakBytes: 1024 } as RunnerEvent),
  at(1, { kind: 'usage', cpu: 0.5, memoryBytes: 512 } as RunnerEvent),
  at(1, { kind: 'usage', cpu: 1.5, memoryBytes: 256 } as RunnerEvent)
];

describe('the story of a run', () => {
  it('adds up what its ranks told', () => {
    const story = new Story();
    story.read(EVENTS);
    expect(story.ranks.get(0)).toMatchObject({ cell: 2, position: 1, of: 3 });
    expect(story.ranks.get(1)).toMatchObject({
      peakBytes: 1024,
      cpu: 1.5,
      memoryBytes: 256
    });
    expect(story.usage.of('cpu')).toMatchObject([{ rank: 1, values: [0.5, 1.5] }]);
    expect(story.usage.of('memory')).toMatchObject([{ rank: 1, values: [512, 256] }]);
    expect(story.metrics.names).toEqual(['loss']);
    expect(story.metrics.of('loss').map(({ rank, values }) => [rank, values])).toEqual([
      [0, [0.5]],
      [1, [0.7]]
    ]);
    expect(story.figures).toHaveLength(1);
    expect(story.values).toEqual([{ rank: 0, cell: 2, text: '(3, 4)' }]);
    expect(story.seconds.get(2)).toBe(1.5);
  });

  it('is the same when it is read piece by piece', () => {
    const whole = new Story();
    whole.read(EVENTS);
    const pieces = new Story();
    EVENTS.forEach((_, index) => {
      pieces.read(EVENTS.slice(0, index + 1));
    });
    expect(pieces).toEqual(whole);
  });

  it('keeps the last values only', () => {
    const story = new Story();
    story.read(
      Array.from({ length: 1200 }, (_, index) =>
        at(0, { kind: 'value', cell: 1, text: String(index) } as RunnerEvent)
      )
    );
    expect(story.values).toHaveLength(500);
    expect(story.values.at(-1)?.text).toBe('1199');
  });
});
