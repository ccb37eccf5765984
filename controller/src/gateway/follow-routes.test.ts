import { describe, expect, it } from 'vitest';
import type { FollowLine } from '@jupyterlab-kubeflow/protocol';
import { ManualClock } from '../adapters/memory/clock.js';
import { MemoryTarget, type Program } from '../adapters/memory/target.js';
import { TestGateway, problemOf } from './testing/gateway.js';
import { plannedOf } from './testing/services.js';

const PROGRAM: Program = [
  [
    { kind: 'write', text: 'one\n' },
    { kind: 'write', text: 'two\n' },
    { kind: 'exit', code: 0 }
  ]
];

async function followed(): Promise<TestGateway> {
  const target = new MemoryTarget(new ManualClock(), () => PROGRAM);
  await target.launch({ id: 'r-1', ...plannedOf({ shown: 'n.ipynb', text: '' }) });
  return new TestGateway(target);
}

const linesOf = (text: string): FollowLine[] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as FollowLine);

const printed = (lines: readonly FollowLine[]): string[] =>
  lines.flatMap(line => (line.kind === 'log' ? line.text : []));

describe('a run followed by a program', () => {
  it('comes line by line, and says when it is complete', async () => {
    const gateway = await followed();
    const { status, headers, text } = await gateway.get('runs/r-1/follow');
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson'
    ]);
    const lines = linesOf(text);
    expect(printed(lines)).toEqual(['one', 'two']);
    expect(lines.map(({ kind }) => kind).at(0)).toBe('run');
    expect(lines.at(-1)).toEqual({ kind: 'complete' });
  });

  it('goes on behind what was read', async () => {
    const gateway = await followed();
    const all = linesOf((await gateway.get('runs/r-1/follow')).text);
    const first = all.find(line => line.kind === 'log');
    const end = first?.kind === 'log' ? first.end : 0;
    const from = encodeURIComponent(JSON.stringify({ logs: { 0: end }, events: {} }));
    const { text } = await gateway.get(`runs/r-1/follow?from=${from}`);
    expect(printed(linesOf(text))).toEqual(['two']);
  });

  it.each([
    ['runs/nobody/follow', 404, 'run-unknown'],
    ['runs/r-1/follow?from=%7B', 400, 'gateway-body-invalid'],
    ['runs/r-1/follow?from=%7B%7D', 400, 'gateway-body-invalid']
  ])('%s answers %i %s', async (path, status, code) => {
    expect(problemOf(await (await followed()).get(path))).toEqual([status, code]);
  });
});
