/** A launcher that is killed while it starts a run leaves a whole run, or none. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sleep } from '../../controller/src/adapters/local/changes.js';
import { hasEnded } from '../../controller/src/core/run/ended.js';
import { chanceOf, LOOPS } from './support/chance.js';
import { localTarget } from './support/local.js';
import { marked } from './support/marked.js';
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

describe('a start that is killed', () => {
  const harness = localTarget(join(folder, 'runs'));
  afterAll(async () => {
    await harness.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const { target, root } = harness;

  it(`leaves the whole run or nothing, ${String(LOOPS)} times`, async () => {
    const chance = chanceOf('killed starts');
    for (let loop = 0; loop < LOOPS; loop += 1) {
      const id = `start-${String(loop)}`;
      const launcher = launcherOf(id, root);
      await once(launcher.stdout ?? launcher, 'data');
      await sleep(chance() * WINDOW);
      launcher.kill('SIGKILL');
      await once(launcher, 'exit');
      // A supervisor that was just being started may still make the run exist.
      await sleep(WINDOW);
      const runs = (await target.list()).filter(run => run.id === id);
      for (const run of runs) {
        const last = hasEnded(run) ? run : await ended(target, id);
        expect(last.state).toBe('succeeded');
        const items = await all(target, id);
        for (const rank of RANKS) {
          expect(linesOf(items, rank)).toEqual([`rank ${String(rank)}`]);
        }
      }
      expect(readdirSync(root).filter(name => name.includes(id))).toEqual(
        runs.map(run => run.id)
      );
      expect(marked(id)).toEqual([]);
    }
  });

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
