/** A cluster comes and goes, also when it is hit in the middle, and leaves nothing. */
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../scripts/envs.mjs';
import { chanceOf } from '../contract/support/chance.js';
import { cluster, mustCluster, startCluster, testName } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import type { Status } from './support/status.js';
import { processesAbout, traces } from './support/traces.js';

const NAME = testName('life');
const FOLDER = join(cacheFolder(), 'clusters', NAME);
/** Everything is built when this part begins; the node itself takes less than this. */
const UP_MS = 15_000;
const KILLS = process.env['JKF_SOAK'] === '1' ? 20 : 3;
const UP = ['up', '--no-training-operator'];

const statusOf = async (): Promise<Status> =>
  JSON.parse(await mustCluster(NAME, 'status', '-o', 'json')) as Status;

async function expectNothing(before: Record<string, string>): Promise<void> {
  expect(processesAbout(FOLDER)).toEqual([]);
  expect(existsSync(FOLDER)).toBe(false);
  expect(await traces()).toEqual(before);
}

describe.skipIf(noCluster !== '')(`a second cluster${noCluster}`, () => {
  let before: Record<string, string> = {};
  beforeAll(async () => {
    await cluster(NAME, 'down');
    before = await traces();
  });
  afterAll(() => mustCluster(NAME, 'down'));

  it('is Ready in seconds when everything is built, beside the first', async () => {
    const { stderr } = await cluster(NAME, ...UP);
    expect(stderr).toContain('The node is Ready.');
    const seconds = Number(/Ready after ([\d.]+) s/.exec(stderr)?.[1]);
    process.stdout.write(`  up: ${String(seconds)} s\n`);
    // 20 s on a computer that does nothing else; tests share theirs.
    expect(seconds).toBeLessThan(60);
    const first = new Place('default').status;
    expect((await statusOf()).addresses.node).not.toBe(first.addresses.node);
  });

  it('says at once that it is up', async () => {
    const { stderr } = await cluster(NAME, ...UP);
    const seconds = Number(/Ready after ([\d.]+) s/.exec(stderr)?.[1]);
    expect(seconds).toBeLessThan(15);
    expect(stderr).not.toContain('They go on');
  });

  it('is empty again after `reset`', async () => {
    const place = new Place('to-go', await statusOf());
    await place.make();
    await mustCluster(NAME, 'reset');
    const again = new Place('to-go', await statusOf());
    expect((await again.kubectl('get', 'namespace', 'to-go')).code).not.toBe(0);
    await again.wait('node/node-1', 'condition=Ready');
  });

  it('leaves nothing when it goes: the computer is as before, byte for byte', async () => {
    await mustCluster(NAME, 'down');
    await expectNothing(before);
    await mustCluster(NAME, 'down');
    await expectNothing(before);
  });

  it(
    `comes up after its \`up\` was killed, ${String(KILLS)} times`,
    async () => {
      const chance = chanceOf('killed ups');
      for (let loop = 0; loop < KILLS; loop += 1) {
        const up = startCluster(NAME, ...UP);
        const exit = once(up, 'exit');
        await new Promise(done => setTimeout(done, chance() * UP_MS));
        up.kill('SIGKILL');
        await exit;
        await mustCluster(NAME, ...UP);
        const place = new Place('default', await statusOf());
        await place.wait('node/node-1', 'condition=Ready');
        // Half of the loops begin with nothing, half with a cluster that is there.
        if (loop % 2 === 0) await mustCluster(NAME, 'down');
      }
      await mustCluster(NAME, 'down');
      await expectNothing(before);
    },
    KILLS * 180_000
  );
});
