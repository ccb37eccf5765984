/** Whoever is killed during a run: no process stays, no line is lost, the state is true. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Followed, Run } from '@jupyterlab-kubeflow/protocol';
import { sleep } from '../../controller/src/adapters/run-folder/sleep.js';
import { chanceOf, LOOPS, LOOPS_TIMEOUT } from './support/chance.js';
import { localTarget } from './support/local.js';
import { guardOf, marked } from './support/marked.js';
import { all, ended, linesOf } from './support/reading.js';
import { requestOf } from './support/requests.js';

/** Prints numbered lines, beside children in other sessions, orphaned and deaf to SIGTERM. */
const CODE = `
import subprocess, sys, time
def start(*command):
    subprocess.Popen(command, stderr=subprocess.DEVNULL)
start(sys.executable, '-c', 'import time; time.sleep(1000)')
start('setsid', sys.executable, '-c', 'import time; time.sleep(1000)')
start('sh', '-c', 'setsid sh -c "trap : TERM; sleep 1000; sleep 1000" &')
number = 0
while True:
    number += 1
    sys.stdout.write('line %d\\n' % number)
    sys.stdout.flush()
    time.sleep(0.002)
`;
const RANKS = [0, 1, 2];
/** Milliseconds after the first line in which somebody is killed. */
const WINDOW = 400;

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `line ${String(i + 1)}`);

/** Lines as they are in the file, the unfinished one included. */
function written(run: Run, rank: number): string[] {
  const path = join(run.folder ?? '', 'ranks', String(rank), 'log');
  const text = readFileSync(path, 'utf8').replace(/\n$/, '');
  return text === '' ? [] : text.split('\n');
}

function killProcess(path: string): void {
  const pid = Number(/^\d+/.exec(readFileSync(path, 'utf8'))?.[0]);
  process.kill(pid, 'SIGKILL');
}

describe('a run whose owner is killed', () => {
  const { target, dispose } = localTarget();
  afterAll(dispose);

  /** Launches three ranks, and gives all that a reader sees while `kill` strikes. */
  async function struck(
    id: string,
    kill: (folder: string) => void,
    chance: () => number
  ): Promise<Followed[]> {
    const request = requestOf(
      id,
      RANKS.map(() => []),
      { code: CODE }
    );
    const { folder = '' } = await target.launch(request);
    const items: Followed[] = [];
    let blow: Promise<void> | undefined;
    for await (const item of target.follow(id)) {
      items.push(item);
      if (item.kind !== 'log') continue;
      blow ??= sleep(chance() * WINDOW).then(() => {
        kill(folder);
      });
    }
    await blow;
    return items;
  }

  async function expectTruth(
    id: string,
    items: readonly Followed[],
    state: Run['state']
  ): Promise<void> {
    const run = await target.get(id);
    expect(run.state).toBe(state);
    expect(items.findLast(({ kind }) => kind === 'run')).toEqual({ kind: 'run', run });
    expect(run.ranks.map(rank => rank.state)).toEqual(RANKS.map(() => 'stopped'));
    expect(marked(id)).toEqual([]);
    for (const rank of RANKS) {
      const lines = linesOf(items, rank);
      expect(lines).toEqual(written(run, rank));
      expect(lines.slice(0, -1)).toEqual(numbered(lines.length).slice(0, -1));
      expect(linesOf(await all(target, id), rank)).toEqual(lines);
    }
  }

  it(
    `loses nothing when the supervisor dies, ${String(LOOPS)} times`,
    async () => {
      const chance = chanceOf('killed supervisors');
      for (let loop = 0; loop < LOOPS; loop += 1) {
        const id = `supervisor-${String(loop)}`;
        const kill = (folder: string): void => {
          killProcess(join(folder, 'supervisor'));
        };
        const items = await struck(id, kill, chance);
        await expectTruth(id, items, 'failed');
        expect((await target.get(id)).problem?.code).toBe('run-supervisor-killed');
      }
    },
    LOOPS_TIMEOUT
  );

  it('loses nothing when it is cancelled', async () => {
    const cancel = (): void => void target.cancel('cancelled');
    const items = await struck('cancelled', cancel, chanceOf('cancelled runs'));
    await expectTruth('cancelled', items, 'cancelled');
  });

  it('is cleaned up by its guard alone, before anyone looks', async () => {
    const id = 'guarded';
    const request = requestOf(
      id,
      RANKS.map(() => []),
      { code: CODE }
    );
    const { folder = '' } = await target.launch(request);
    for await (const { kind } of target.follow(id)) if (kind === 'log') break;
    killProcess(join(folder, 'supervisor'));
    const state = (): string => readFileSync(join(folder, 'state.json'), 'utf8');
    while (!state().includes('run-supervisor-killed')) await sleep(50);
    expect(marked(id)).toEqual([]);
  });

  it('is cleaned up by the next reader when its guard is killed too', async () => {
    const id = 'unguarded';
    const request = requestOf(
      id,
      RANKS.map(() => []),
      { code: CODE }
    );
    const { folder = '' } = await target.launch(request);
    for await (const { kind } of target.follow(id)) if (kind === 'log') break;
    process.kill(guardOf(folder), 'SIGKILL');
    killProcess(join(folder, 'supervisor'));
    expect((await ended(target, id)).state).toBe('failed');
    expect(marked(id)).toEqual([]);
  });

  it('is cancelled all the same when the supervisor dies of it', async () => {
    const id = 'mourned';
    await target.launch(requestOf(id, [[{ kind: 'hang' }]]));
    const { folder = '' } = await target.get(id);
    writeFileSync(join(folder, 'cancel'), '');
    killProcess(join(folder, 'supervisor'));
    expect((await ended(target, id)).state).toBe('cancelled');
  });
});
