import { describe, expect, it } from 'vitest';
import type { Problem, Rank } from '@jupyterlab-kubeflow/protocol';
import { failureProblem } from './failure.js';
import type { Failure, RankSummary } from './summary.js';

const failed = (rank: number, end: Partial<Rank>): Rank => ({
  rank,
  role: 'worker',
  index: rank,
  state: 'failed',
  endedAt: 10_000,
  exitCode: 1,
  ...end
});
const raised = (what: Partial<Failure>): RankSummary => ({
  metrics: {},
  failure: {
    kind: 'failure',
    time: 9,
    cell: 3,
    line: 2,
    exception: 'ValueError',
    message: 'no data',
    traceback: '',
    expected: false,
    ...what
  }
});
const silent: RankSummary = { metrics: {} };

const why = (ranks: Rank[], summaries: RankSummary[], first = 0): Problem =>
  failureProblem({ id: 'r', source: 'a.ipynb', ranks, summaries }, first);

describe('why a run failed', () => {
  it('is the exception, with its place in the notebook', () => {
    const found = why([failed(0, {})], [raised({})]);
    expect(found.code).toBe('run-failed-in-cell');
    expect(found.place).toEqual({ cell: 3, line: 2 });
    expect(found.sentence).toBe(
      'Rank 0: cell 3 of a.ipynb, line 2, raised ValueError: no data'
    );
  });

  it('is in the notebook of several that it was raised in, which no place leads to', () => {
    const failure = raised({ cell: 12, source: 'b.ipynb', sourceCell: 2 });
    const found = why([failed(0, {})], [failure]);
    expect(found.sentence).toBe(
      'Rank 0: cell 2 of b.ipynb, line 2, raised ValueError: no data'
    );
    expect(found.place).toBeUndefined();
  });

  it('is the exception alone when it has no message', () => {
    const failure = raised({ exception: 'MemoryError', message: '' });
    expect(why([failed(0, {})], [failure]).sentence).toBe(
      'Rank 0: cell 3 of a.ipynb, line 2, raised MemoryError'
    );
  });

  it('does not make up a peak memory that was not reported', () => {
    const found = why([failed(0, { exitCode: 137, signal: 'SIGKILL' })], [silent]);
    expect(found.sentence).toContain('its peak memory was not yet reported.');
  });

  it('is the line of a file, when there are no cells', () => {
    const found = why([failed(0, {})], [raised({ cell: 0, line: 7 })]);
    expect(found.sentence).toBe('Rank 0: line 7 of a.ipynb raised ValueError: no data');
    expect(found.place).toBeUndefined();
  });

  it('is the exit code of a file that left with one', () => {
    const failure = { cell: 0, exception: 'SystemExit', message: '2' };
    const found = why([failed(0, { exitCode: 2 })], [raised(failure)]);
    expect(found).toMatchObject({
      code: 'run-file-exit',
      sentence: 'Rank 0: a.ipynb ended with exit code 2.'
    });
  });

  it('is the text that a file left with', () => {
    const failure = { cell: 0, exception: 'SystemExit', message: 'no data' };
    const found = why([failed(0, {})], [raised(failure)]);
    expect(found.sentence).toContain('raised SystemExit: no data');
  });

  it.each([
    ['run-rank-exit', { exitCode: 3 }, 'Rank 0 ended with exit code 3.'],
    [
      'run-rank-signal',
      { exitCode: 139, signal: 'SIGSEGV' },
      'Rank 0 was ended by SIGSEGV.'
    ],
    [
      'run-rank-killed',
      { exitCode: 137, signal: 'SIGKILL' },
      'Rank 0 was killed (SIGKILL); its peak memory was 512 MiB.'
    ]
  ])('is %s without an exception', (code, end, sentence) => {
    const summary = { metrics: {}, peakBytes: 512 * 2 ** 20 };
    expect(why([failed(0, end)], [summary])).toMatchObject({ code, sentence });
  });

  it('is the earliest exception, though its rank was not the first to end', () => {
    const ranks = [failed(0, { endedAt: 9_500 }), failed(1, { state: 'stopped' })];
    const summaries = [
      raised({ time: 9.4, message: 'lost peer' }),
      raised({ time: 9.1 })
    ];
    expect(why(ranks, summaries).params).toMatchObject({ rank: 1, message: 'no data' });
  });

  it('is not what another rank raised when it was stopped', () => {
    const ranks = [failed(0, {}), failed(1, { state: 'stopped' })];
    const found = why(ranks, [silent, raised({ time: 10.1 })]);
    expect(found).toMatchObject({ code: 'run-rank-exit', params: { rank: 0 } });
  });

  it('quotes the first line of a message, shortened', () => {
    const message = `${'x'.repeat(1000)}\nmore`;
    const quoted = String(
      why([failed(0, {})], [raised({ message })]).params['message']
    );
    expect(quoted).toHaveLength(300);
    expect(quoted).toMatch(/^x+…$/);
  });
});
