import type { Followed } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { makeClusterPlan } from '../core/plan/cluster-plan.js';
import { inputWith } from '../core/plan/testing.js';
import { runLine, scriptedServices } from './testing/cli.js';
import { aPlan } from './testing/plan.js';
import { RecordedProcess } from './testing/process.js';
import { aRun, NOW } from './testing/runs.js';
import { ScriptedTarget } from './testing/target.js';

const runs = [
  aRun({ id: 'new-1', state: 'running' }),
  aRun({ id: 'done-2', metrics: { accuracy: 0.97 } }),
  aRun({ id: 'old-3', state: 'cancelled', endedAt: NOW - 90 * 86_400_000 })
];
const log = (rank: number, text: string, age = 0): Followed => ({
  kind: 'log',
  rank,
  time: NOW - age,
  text,
  end: 0
});

async function jkf(
  line: string,
  target = new ScriptedTarget(runs),
  process?: RecordedProcess
) {
  const outcome = await runLine(`runs ${line}`, scriptedServices(target), process);
  return { ...outcome, target };
}

describe('list', () => {
  it('shows the newest first, with state, time and result', async () => {
    const { out, code } = await jkf('list');
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^run +state +started +time +source +result$/);
    expect(lines[2]).toMatch(
      /^done-2 +✓ succeeded +1 min ago +1:12 +digits\.ipynb +accuracy 0\.97$/
    );
  });

  it('filters and limits, and says what it left out', async () => {
    expect((await jkf('list --state cancelled')).out).toContain('old-3');
    expect((await jkf('list --state failed')).err).toContain('None of the 3 runs');
    expect((await jkf('list -n 1')).err).toContain('2 older');
  });

  it('gives whole runs to programs', async () => {
    const { out } = await jkf('ls -o json');
    expect(JSON.parse(out)).toEqual(runs);
  });

  it('says how to begin when there is none', async () => {
    const { err, code } = await jkf('list', new ScriptedTarget([]));
    expect([code, err]).toEqual([
      0,
      'There are no runs yet. Start one with: jkf run NOTEBOOK\n'
    ]);
  });
});

describe('logs', () => {
  const ranks = [0, 1].map(
    number =>
      ({ rank: number, role: 'worker', index: number, state: 'running' }) as const
  );
  const target = () =>
    new ScriptedTarget(
      [aRun({ id: 'new-1', ranks })],
      [log(0, 'a', 60_000), log(1, 'b')]
    );

  it.each([
    ['logs last', '[0] a\n[1] b\n'],
    ['logs last --rank 1', 'b\n'],
    ['logs last --since 30s', '[1] b\n']
  ])('%s', async (line, out) => {
    expect(await jkf(line, target())).toMatchObject({ code: 0, out });
  });

  it('knows which ranks the run has', async () => {
    const { code, out, err } = await jkf('logs last --rank 5', target());
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--rank cannot be "5": run new-1 has ranks 0 to 1.');
  });

  it('stops when nobody reads any more', async () => {
    const process = new RecordedProcess();
    process.terminal.out.close();
    expect(await jkf('logs last --follow', target(), process)).toMatchObject({
      code: 0,
      out: ''
    });
  });
});

describe('usage', () => {
  const used = (rank: number, cpu: number, mebibytes: number): Followed => ({
    kind: 'event',
    rank,
    event: { kind: 'usage', time: NOW / 1000, cpu, memoryBytes: mebibytes * 2 ** 20 },
    end: 0
  });
  const items = [
    used(1, 0.5, 100),
    used(0, 1.75, 300),
    log(0, 'a'),
    used(0, 0.987654, 200)
  ];

  it('shows what each rank used last, and the most', async () => {
    const { out, err, code } = await jkf('usage done', new ScriptedTarget(runs, items));
    expect([code, err]).toEqual([0, '']);
    expect(out.trimEnd().split(/\n/)).toEqual([
      expect.stringMatching(/^rank +cpu +most +memory +most$/),
      expect.stringMatching(/^0 +0\.9877 +1\.75 +200 MiB +300 MiB$/),
      expect.stringMatching(/^1 +0\.5 +0\.5 +100 MiB +100 MiB$/)
    ]);
  });

  it('names the limits of a run on a cluster', async () => {
    const amounts = { cpu: 2, memoryBytes: 2 ** 32, shmBytes: 2 ** 30 };
    const plans = { 'done-2': makeClusterPlan(inputWith({ cluster: amounts })) };
    const target = new ScriptedTarget(runs, items, [], plans);
    const { err } = await jkf('usage done', target);
    expect(err).toBe('Limits of each rank: 2 cores, 5.0 GiB.\n');
  });

  it('gives all of it to programs, one object a line', async () => {
    const { out } = await jkf('usage done -o json', new ScriptedTarget(runs, items));
    const lines = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as unknown);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toEqual({
      rank: 1,
      time: NOW,
      cpu: 0.5,
      memoryBytes: 100 * 2 ** 20
    });
  });

  it.each([
    ['done', 'Nothing has been measured of done-2.\n'],
    ['new', 'Nothing has been measured of new-1 yet.\n']
  ])('says when nothing was measured: %s', async (id, err) => {
    expect(await jkf(`usage ${id}`)).toMatchObject({ code: 0, out: '', err });
  });
});

describe('cancel, rm and prune', () => {
  it('asks a run to end', async () => {
    const { target, err } = await jkf('cancel new');
    expect(target.cancelled).toEqual(['new-1']);
    expect(err).toContain('jkf runs show new-1');
  });

  it('deletes none of the runs when one of the names is wrong', async () => {
    const { target, code, err } = await jkf('rm done-2 oops');
    expect([code, target.removed]).toEqual([2, []]);
    expect(err).toContain('There is no run oops.');
  });

  it('deletes a run named twice once', async () => {
    expect((await jkf('rm done-2 done old-3')).target.removed).toEqual([
      'done-2',
      'old-3'
    ]);
  });

  it('deletes the claims that a run made only when they are named', async () => {
    expect((await jkf('rm done-2 --claims')).target.removed).toEqual([
      'done-2 and its claims'
    ]);
  });

  it('prunes the oldest first and says what was freed', async () => {
    const { target, out, err } = await jkf('prune --keep 0');
    expect(target.removed).toEqual(['old-3', 'done-2']);
    expect(out).toBe('old-3  2.0 KiB\ndone-2  2.0 KiB\n');
    expect(err).toBe('2 runs deleted, 4.0 KiB.\n');
  });

  it('deletes nothing in a dry run', async () => {
    const { target, err } = await jkf('prune --older-than 30d --dry-run');
    expect(target.removed).toEqual([]);
    expect(err).toBe('1 run would be deleted, 2.0 KiB.\n');
  });
});

describe('show', () => {
  it('shows a run as a card', async () => {
    const files = [{ rank: 0, path: 'model.pkl', size: 2048 }];
    const { out } = await jkf('show done', new ScriptedTarget(runs, [], files));
    expect(out).toMatch(/^✓ Succeeded in 1:12 {2}done-2\n/);
    expect(out).toMatch(/Metrics +accuracy 0\.97\n/);
    expect(out).toMatch(
      /Outputs +1 file, 2\.0 KiB\n +in \/home\/me\/runs\/digits\/ranks\/0\/work\n +model\.pkl {2}2\.0 KiB\n/
    );
  });

  it.each([
    ['a running one on a cluster', 'running', 'cluster', ['suspend', 'cancel']],
    ['a suspended one', 'suspended', 'cluster', ['resume', 'cancel']],
    ['a running one on this computer', 'running', undefined, ['cancel']]
  ] as const)('names what can be done to %s', async (_which, state, kind, verbs) => {
    const place = { context: 'c', namespace: 'n' };
    const target = kind && { target: { kind, ...place } };
    const run = aRun({ id: 'a-1', state, ...target });
    const { out } = await jkf('show a-1', new ScriptedTarget([run]));
    const said = [...out.matchAll(/runs (suspend|resume|cancel) a-1/g)];
    expect(said.map(([, verb]) => verb)).toEqual(verbs);
  });

  it('says what the run was given, and what a rerun changed', async () => {
    const [epochs] = aPlan().parameters;
    const parameters = epochs ? [{ ...epochs, value: 7 }] : [];
    const plans = { again: aPlan({ parameters }) };
    const again = aRun({ id: 'again', parent: 'done-2' });
    const { out } = await jkf(
      'show again',
      new ScriptedTarget([again, ...runs], [], [], plans)
    );
    expect(out).toMatch(/As +Script\n/);
    expect(out).toMatch(/Parameters +epochs = 7 instead of 5 +# passes\n/);
    expect(out).toMatch(/Changed +epochs: 7, was 20\n/);
    expect(out).toMatch(/Python +3\.11\.2\n +\/usr\/bin\/python3\n/);
  });

  it('shows what a function returned', async () => {
    const event = { kind: 'value', time: 0, cell: 0, text: '0.93' } as const;
    const items: Followed[] = [
      { kind: 'event', rank: 0, event: { ...event, cell: 1, text: 'other' }, end: 1 },
      { kind: 'event', rank: 0, event, end: 2 }
    ];
    const entry = { kind: 'function', path: '.jkf/digits.py', name: 'train' } as const;
    const plan = aPlan({ mode: 'function', bundle: { ...aPlan().bundle, entry } });
    const { out } = await jkf(
      'show done',
      new ScriptedTarget(runs, items, [], { 'done-2': plan })
    );
    expect(out).toMatch(/As +Function train\(\)\n/);
    expect(out).toMatch(/Result +0\.93\n/);
  });
});
