/** A cluster comes and goes, also when it is hit in the middle, and leaves nothing. */
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../scripts/envs.mjs';
import { chanceOf } from '../contract/support/chance.js';
import { cluster, mustCluster, startCluster, testName } from './support/cli.js';
import { claim, noCluster, Place, pod, sh } from './support/cluster.js';
import { pushTool } from './support/images.js';
import type { Status } from './support/status.js';
import { processesAbout, traces } from './support/traces.js';

const NAME = testName('life');
const FOLDER = join(cacheFolder(), 'clusters', NAME);
const KILLS = process.env['JKF_SOAK'] === '1' ? 20 : 3;
const UP = ['up', '--no-training-operator'];

const statusOf = async (): Promise<Status> =>
  JSON.parse(await mustCluster(NAME, 'status', '-o', 'json')) as Status;

async function expectNothing(before: Record<string, string>): Promise<void> {
  expect(processesAbout(FOLDER, NAME)).toEqual([]);
  expect(existsSync(FOLDER)).toBe(false);
  expect(await traces()).toEqual(before);
}

/** Seconds that `up` says it took. */
const secondsIn = (said: string): number =>
  Number(/Ready after ([\d.]+) s/.exec(said)?.[1]);

/** A pod that runs on and has a volume: processes, mounts and cgroups of every kind. */
async function runSomething(status: Status): Promise<void> {
  const place = new Place('busy', status);
  await place.make();
  const image = await pushTool(status.registries.open);
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const command = sh('echo kept > /data/file; exec sleep 1000');
  await place.mustApply(
    claim('data'),
    pod('busy', { image, command, spec: { volumes }, container: { volumeMounts } })
  );
  await place.wait('pod/busy', 'condition=Ready', 120);
}

describe.skipIf(noCluster !== '')(`a second cluster${noCluster}`, () => {
  let before: Record<string, string> = {};
  let upSeconds = 0;
  beforeAll(async () => {
    await cluster(NAME, 'down');
    before = await traces();
  });
  afterAll(() => mustCluster(NAME, 'down'));

  it('is Ready in seconds when everything is built, beside the first', async () => {
    const { stderr } = await cluster(NAME, ...UP);
    expect(stderr).toContain('The node is Ready.');
    upSeconds = secondsIn(stderr);
    process.stdout.write(`  up: ${String(upSeconds)} s\n`);
    // 20 s on a computer that does nothing else; tests share theirs.
    expect(upSeconds).toBeLessThan(90);
    const first = new Place('default').status;
    expect((await statusOf()).addresses.node).not.toBe(first.addresses.node);
  });

  it('says at once that it is up', async () => {
    const { stderr } = await cluster(NAME, ...UP);
    expect(secondsIn(stderr)).toBeLessThan(30);
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
    await runSomething(await statusOf());
    expect(processesAbout(FOLDER, NAME).join()).toContain('sleep 1000');
    await mustCluster(NAME, 'down');
    await expectNothing(before);
    await mustCluster(NAME, 'down');
    await expectNothing(before);
  });

  it(
    `comes up after its \`up\` was killed, ${String(KILLS)} times`,
    async () => {
      const chance = chanceOf('killed ups');
      let hits = 0;
      for (let loop = 0; loop < KILLS; loop += 1) {
        const up = startCluster(NAME, ...UP);
        const exit = once(up, 'exit') as Promise<[number | null, string | null]>;
        await new Promise(done => setTimeout(done, chance() * upSeconds * 1000));
        up.kill('SIGKILL');
        hits += (await exit)[1] === 'SIGKILL' ? 1 : 0;
        await mustCluster(NAME, ...UP);
        const place = new Place('default', await statusOf());
        await place.wait('node/node-1', 'condition=Ready');
        await mustCluster(NAME, 'down');
      }
      expect(hits).toBeGreaterThan(0);
      await expectNothing(before);
    },
    KILLS * 180_000
  );
});
