/** Where packages are installed: whoever is killed, no mount and no process stays. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inRoom, MOUNTS } from '../../dev/src/images/room.js';
import { sleep } from '../../controller/src/adapters/run-folder/sleep.js';
import { commands } from './support/marked.js';
import { NODE_ARGS } from './support/node.js';

const isRoot = process.getuid?.() === 0 && process.platform === 'linux';
const reason = isRoot ? '' : ' (needs root on Linux)';

/** A time nobody else on this computer sleeps. */
const NAP = `sleep ${String(randomInt(1e8, 1e9))}`;

/** Says that it has begun, and stays, with a child in a session of its own. */
const STAYS = `${MOUNTS}
: >"$1/begun"
setsid ${NAP} &
exec ${NAP}
`;

describe.skipIf(!isRoot)(`a room to install in${reason}`, () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'jkf-room-'));
    for (const name of ['proc', 'dev']) mkdirSync(join(root, name));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const sleepers = () => commands().filter(line => line.endsWith(NAP));
  const mounts = () =>
    readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter(line => line.includes(root));

  async function until(what: () => boolean): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!what() && Date.now() < deadline) await sleep(20);
    expect(what()).toBe(true);
  }
  const begun = () => until(() => existsSync(join(root, 'begun')));

  it('has mounts that nobody else sees, and none afterwards', async () => {
    const seen = join(root, 'seen');
    await inRoom(`${MOUNTS}grep -c "$1" /proc/self/mountinfo >"$1/seen"`, [root], {});
    expect(Number(readFileSync(seen, 'utf8'))).toBeGreaterThan(1);
    expect(mounts()).toEqual([]);
  });

  it('is left empty when the work is cancelled', async () => {
    const controller = new AbortController();
    const work = inRoom(STAYS, [root], { signal: controller.signal });
    await begun();
    expect(sleepers()).toHaveLength(2);
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    await until(() => sleepers().length === 0);
    expect(mounts()).toEqual([]);
  });

  it('is left empty when the one who works there is killed', async () => {
    const program = join(root, 'program.ts');
    const room = join(
      import.meta.dirname,
      '..',
      '..',
      'dev',
      'src',
      'images',
      'room.ts'
    );
    const code = `import { inRoom } from ${JSON.stringify(room)};
await inRoom(${JSON.stringify(STAYS)}, [${JSON.stringify(root)}], {});`;
    writeFileSync(program, code);
    const [node = '', ...args] = NODE_ARGS;
    const child: ChildProcess = spawn(node, [...args, program], { stdio: 'inherit' });
    await begun();
    child.kill('SIGKILL');
    await until(() => sleepers().length === 0);
    expect(mounts()).toEqual([]);
  });

  it('tells what went wrong in the program’s own words', async () => {
    const work = inRoom('echo "no such package"; exit 3', [], {});
    await expect(work).rejects.toThrow('exit code 3:\nno such package');
  });
});
