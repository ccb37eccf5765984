/** The gateway as a process: its socket, its leash, and what many and large things do to it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { Place } from './support/gateway.js';
import { openFeed, readMessage, say } from './support/reader.js';

const CONNECT = `
import socket, sys
client = socket.socket(socket.AF_UNIX)
try:
    client.connect(sys.argv[1])
    print('connected')
except OSError as error:
    print(type(error).__name__)
`;

/** Command that does something as a user without rights; or why there is none. */
function asNobody(): readonly string[] | string {
  const as = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const works = spawnSync('setpriv', [...as, 'true']).status === 0;
  return works ? ['setpriv', ...as] : 'becoming another user needs root';
}

const NOBODY = asNobody();
const skipped = typeof NOBODY === 'string' ? ` (skipped: ${NOBODY})` : '';

describe('the gateway', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place.dispose());

  it('listens on a socket of this user alone', async () => {
    await place.start();
    const { mode } = statSync(place.socket);
    expect((mode & 0o777).toString(8)).toBe('600');
    const { status } = await place.ask('GET', 'health');
    expect(status).toBe(200);
  });

  it.skipIf(skipped !== '')(`refuses a second user${skipped}`, async () => {
    await place.start();
    // Past the folder, which keeps them out already.
    chmodSync(place.folder, 0o755);
    const [command = '', ...args] = NOBODY;
    const python = [...args, '/usr/bin/python3', '-c', CONNECT, place.socket];
    const said = execFileSync(command, python, { encoding: 'utf8', cwd: '/' });
    expect(said.trim()).toBe('PermissionError');
  });

  it('ends with its input, and takes its socket along', async () => {
    await place.start();
    const { socket } = place;
    const feed = await openFeed(place);
    feed.on('error', () => undefined);
    place.input.end();
    expect(await place.ended()).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });

  it('does not start without a secret', async () => {
    await place.start('');
    expect(await place.ended()).toBe(1);
  });

  it.each([
    ['in a folder that is not there', 'none/a.sock'],
    ['at a path that is too long', `${'x'.repeat(120)}.sock`]
  ])('does not start %s', async (_, name) => {
    await place.start('secret', join(place.folder, name));
    expect(await place.ended()).not.toBe(0);
    expect(place.log).toContain('listen E');
  });

  it('starts one run for two clicks at once', async () => {
    await place.start();
    place.file('brief.py', "print('once')");
    const click = () => place.launch('brief', 'brief.py');
    const answers = await Promise.all([click(), click(), click()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(await place.runs()).toHaveLength(1);
  });
});

describe('a gateway that is allowed 32 MiB of heap', () => {
  // A million lines do not fit; and what one reader took, the next does not take again.
  const place = new Place({ NODE_OPTIONS: '--max-old-space-size=32' });
  afterAll(() => place.dispose());

  it('gives a million lines to a slow reader', async () => {
    await place.start();
    place.file(
      'pour.py',
      "for i in range(1_000_000): print('a line with some text', i)"
    );
    await place.launch('pour', 'pour.py');
    const ended = ['pour succeeded'];
    await expect
      .poll(() => place.runs(), { timeout: 200_000, interval: 500 })
      .toEqual(ended);
    const read = async () => readSlowly(await openFeed(place), 'pour');
    expect(await read()).toBe(1_000_000);
    const before = place.memory('VmHWM');
    expect(await read()).toBe(1_000_000);
    expect(place.memory('VmHWM') - before).toBeLessThan(32 * 1024);
    expect(before).toBeLessThan(350 * 1024);
  }, 300_000);
});

/** Counts the lines of a run, and stops reading again and again. */
async function readSlowly(feed: WebSocket, run: string): Promise<number> {
  let [lines, messages] = [0, 0];
  const closed = once(feed, 'close');
  feed.on('message', data => {
    const message = readMessage(data);
    if (message.kind === 'complete') feed.close();
    if (message.kind !== 'followed') return;
    lines += message.items.filter(({ kind }) => kind === 'log').length;
    messages += 1;
    if (messages % 100 !== 0) return;
    feed.pause();
    setTimeout(() => {
      feed.resume();
    }, 50);
  });
  say(feed, { kind: 'follow', run });
  await closed;
  return lines;
}
