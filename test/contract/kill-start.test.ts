/** A launcher that is killed while it starts a run leaves a whole run, or none. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { sleep } from '../../controller/src/adapters/run-folder/sleep.js';
import { hasEnded } from '../../controller/src/core/run/ended.js';
import { chanceOf, LOOPS, LOOPS_TIMEOUT } from './support/chance.js';
import { localTarget } from './support/local.js';
import { marked, supervisorsOf } from './support/marked.js';
import { NODE_ARGS } from './support/node.js';
import { all, ended, linesOf } from './support/reading.js';
import { requestOf } from './support/requests.js';

const RANKS = [0, 1, 2];
/** Milliseconds after the beginning of a launch in which it is killed. */
const WINDOW = 1000;

const script = join(import.meta.dirname, 'support', 'launcher.ts');
const folder = mkdtempSync(join(tmpdir(), 'jkf-start-'));

function launcherOf(id: string, root: string): ChildProcess {
  const program = RANKS.map(rank => [
    { kind: 'write', text: `rank ${String(rank)}\n` } as const
  ]);
  const file = join(folder, `${id}.json`);
  writeFileSync(file, JSON.stringify(requestOf(id, program)));
  const [node = '', ...args] = NODE_ARGS;
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return spawn(node, [...args, script, root, file], { stdio: [...stdio] });
}

/** Everything a launcher has said when it has ended. */
async function wordsOf(child: ChildProcess): Promise<string[]> {
  const chunks: unknown[] = [];
  child.stdout?.on('data', chunk => chunks.push(chunk));
  await once(child, 'close');
  return chunks.join('').trim().split('\n');
}

function killLauncher(launcher: ChildProcess): void {
  launcher.kill('SIGKILL');
}

function killSupervisor(_launcher: ChildProcess, id: string): void {
  for (const pid of supervisorsOf(id)) process.kill(pid, 'SIGKILL');
}

describe('a start that is killed', () => {
  const harness = localTarget(join(folder, 'runs'));
  afterAll(async () => {
    await harness.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const { target, root } = harness;

  /** All that is left of a start; it is checked to be whole. */
  async function remains(id: string): Promise<Run[]> {
    const runs = (await target.list()).filter(run => run.id === id);
    for (const run of runs) {
      if (!hasEnded(run)) await ended(target, id);
      expect((await target.plan(id)).name).toBe('player');
      expect(run.ranks).toHaveLength(RANKS.length);
    }
    // Who is killed at once has not even made the folder.
    const all = existsSync(root) ? readdirSync(root) : [];
    const names = all.filter(name => name.includes(id));
    expect(names).toEqual(runs.map(run => run.id));
    expect(marked(id)).toEqual([]);
    return Promise.all(runs.map(run => target.get(run.id)));
  }

  it.each([
    ['the launcher', 'a', [killLauncher]],
    ['the supervisor', 'b', [killSupervisor]],
    ['each of them', 'c', [killLauncher, killSupervisor]]
  ])(
    'is a whole run or none when %s dies',
    async (_who, name, blows) => {
      const chance = chanceOf('killed starts');
      for (let loop = 0; loop < LOOPS; loop += 1) {
        const id = `start-${name}-${String(loop)}`;
        const launcher = launcherOf(id, root);
        const words = wordsOf(launcher);
        await once(launcher.stdout ?? launcher, 'data');
        await sleep(chance() * WINDOW);
        for (const blow of blows) blow(launcher, id);
        await words;
        // A supervisor that was just being started may still make the run exist.
        await sleep(WINDOW);
        const [run] = await remains(id);
        if (run?.state === 'succeeded') await expectOutput(id);
        else if (run) expect(run.problem?.code).toBe('run-supervisor-killed');
        expect(blows.includes(killSupervisor) || run?.state !== 'failed').toBe(true);
      }
    },
    LOOPS_TIMEOUT
  );

  async function expectOutput(id: string): Promise<void> {
    const items = await all(target, id);
    for (const rank of RANKS) {
      expect(linesOf(items, rank)).toEqual([`rank ${String(rank)}`]);
    }
  }

  it('is one run when two programs start it at once', async () => {
    const words = await Promise.all(
      [1, 2].map(() => wordsOf(launcherOf('at-once', root)))
    );
    expect(words.map(([, last]) => last).sort()).toEqual(['launched', 'run-exists']);
    expect((await ended(target, 'at-once')).state).toBe('succeeded');
    const folders = readdirSync(root).filter(name => name.includes('at-once'));
    expect(folders).toEqual(['at-once']);
  });
});
