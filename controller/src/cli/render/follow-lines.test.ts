import type { RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { eventLines, logLine, type LineStyle } from './follow-lines.js';
import { painter } from './paint.js';
import { screenText } from './screen.js';

const style: LineStyle = {
  paint: painter(false),
  ranks: 1,
  timestamps: false,
  terminal: false
};
const line = (text: string, rank = 0) =>
  ({ kind: 'log', rank, time: 0, text, end: 0 }) as const;
const event = (value: RunnerEvent, rank = 0) =>
  ({ kind: 'event', rank, event: value, end: 0 }) as const;

describe('lines of output', () => {
  it('have no prefix when there is one rank', () => {
    expect(logLine(line('epoch 1'), style)).toBe('epoch 1');
  });

  it('name their rank, in equal width', () => {
    expect(logLine(line('a', 2), { ...style, ranks: 3 })).toBe('[2] a');
    expect(logLine(line('a', 2), { ...style, ranks: 12 })).toBe('[2]  a');
    expect(logLine(line('a', 11), { ...style, ranks: 12 })).toBe('[11] a');
  });

  it('are passed on byte for byte where nobody looks', () => {
    expect(logLine(line(' 10%\r 20%\u001b[K'), style)).toBe(' 10%\r 20%\u001b[K');
  });

  it('start with the time when asked', () => {
    const text = logLine(line('a'), { ...style, timestamps: true });
    expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} a$/);
  });
});

describe('what a terminal shows', () => {
  it.each([
    ['a progress bar', ' 10%\r 20%\r100%', '100%'],
    ['a line end of Windows', 'done\r', 'done'],
    ['cursor movements', 'a\u001b[2Kb\u001b[1A', 'ab'],
    ['titles and clipboards', '\u001b]0;title\u0007x\u001b]52;c;Zm9v\u0007', 'x'],
    ['bells and other controls', 'a\u0007\u0000\u009bb', 'ab'],
    ['tabs, which stay', 'a\tb', 'a\tb'],
    ['a lone escape', 'a\u001bb', 'ab']
  ])('is free of %s', (_what, text, shown) => {
    expect(screenText(text, false)).toBe(shown);
  });

  it('keeps colours and ends them with the line', () => {
    expect(screenText('\u001b[31mred', true)).toBe('\u001b[31mred\u001b[0m');
    expect(screenText('\u001b[31mred', false)).toBe('red');
  });
});

describe('results', () => {
  const value = (text: string): RunnerEvent => ({
    kind: 'value',
    time: 0,
    cell: 3,
    text
  });

  it('show a short value behind its cell', () => {
    const lines = eventLines(event(value("{'loss': 0.3}"), 1), { ...style, ranks: 2 });
    expect(lines).toEqual(["[1] cell 3 → {'loss': 0.3}"]);
  });

  it('show a long value below, shortened', () => {
    const text = Array.from({ length: 30 }, (_, i) => String(i)).join('\n');
    const lines = eventLines(event(value(text)), style);
    expect(lines).toHaveLength(22);
    expect(lines[0]).toBe('cell 3 →');
    expect(lines.at(-1)).toBe('  … 10 more lines');
  });

  it.each<[RunnerEvent, string[]]>([
    [
      { kind: 'figure', time: 0, cell: 2, path: '.jkf/figures/1.png' },
      ['cell 2 → figure .jkf/figures/1.png']
    ],
    [{ kind: 'value', time: 0, cell: 0, text: '7' }, ['result → 7']],
    [{ kind: 'metric', time: 0, cell: 2, name: 'loss', value: 1 }, []],
    [{ kind: 'cell-started', time: 0, cell: 2, position: 2, of: 3 }, []]
  ])('%o', (shown, lines) => {
    expect(eventLines(event(shown), style)).toEqual(lines);
  });
});
