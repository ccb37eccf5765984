/** The gateway is killed while it starts or follows runs on a real cluster. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '@jupyterlab-kubeflow/protocol';
import { sleep } from '../../controller/src/adapters/run-folder/sleep.js';
import { chanceOf, LOOPS, LOOPS_TIMEOUT } from '../contract/support/chance.js';
import { Place as GatewayPlace } from '../gateway/support/gateway.js';
import { Reader } from '../gateway/support/reader.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';
import { counting } from './support/runs.js';

const UP_MS = 5 * 60_000;
const LINES = 250;
const numbered = Array.from({ length: LINES }, (_, i) => `line ${String(i)}`);

/** Milliseconds a gateway lives at most, and in which a start is killed. */
const LIFE = 3000;
const SUBMIT = 1500;

/** Gateways that are killed while a run is followed. */
const KILLS = 3;

const MIB = 2 ** 20;

describe.skipIf(noCluster !== '')(`a gateway that is killed${noCluster}`, () => {
  const cluster = noCluster === '' ? new Place('gateway') : (undefined as never);
  let place: GatewayPlace;
  let settings: Partial<Settings>;

  beforeAll(async () => {
    await cluster.make();
    const image = await pushed('python', cluster.status.registries.open);
    const context = (await cluster.must('config', 'current-context')).trim();
    place = new GatewayPlace({ KUBECONFIG: cluster.status.kubeconfig });
    place.file('count.py', counting(LINES));
    place.file('brief.py', "print('once')");
    settings = {
      target: { kind: 'cluster', context, namespace: cluster.namespace },
      image,
      cluster: { cpu: 0.05, memoryBytes: 64 * MIB, shmBytes: 16 * MIB }
    };
    await place.start();
  }, UP_MS);
  afterAll(async () => {
    await place.dispose();
    await cluster.remove();
  });

  it(
    `loses no line of a run on a cluster that a page follows, ${String(LOOPS)} times`,
    async () => {
      const chance = chanceOf('killed gateways of a cluster');
      for (let loop = 0; loop < LOOPS; loop += 1) {
        const id = `count-${String(loop)}`;
        const { status } = await place.launch(id, 'count.py', settings);
        expect(status).toBe(201);
        const reader = new Reader(id);
        for (let kills = 0; !reader.complete; kills += 1) {
          const reading = reader.read(place);
          if (kills < KILLS) {
            await sleep(chance() * LIFE);
            await place.kill();
            await place.start();
          }
          await reading;
        }
        const lines = reader.lines.get(0) ?? [];
        expect(lines.filter(line => line.startsWith('line '))).toEqual(numbered);
        expect(await place.runs()).toContain(`${id} succeeded`);
      }
    },
    LOOPS_TIMEOUT
  );

  it(
    `during a start leaves one run or none there, and asking again gives one, ${String(LOOPS)} times`,
    async () => {
      const chance = chanceOf('killed starts on a cluster');
      for (let loop = 0; loop < LOOPS; loop += 1) {
        const id = `brief-${String(loop)}`;
        const asked = place.launch(id, 'brief.py', settings).catch(() => undefined);
        await sleep(chance() * SUBMIT);
        await place.kill();
        await asked;
        await place.start();
        const { status, body } = await place.launch(id, 'brief.py', settings);
        expect([200, 201]).toContain(status);
        expect(body.run.id).toBe(id);
        const reader = new Reader(id);
        await reader.read(place);
        expect(reader.lines.get(0)).toEqual(['once']);
        expect(await place.runs()).toContain(`${id} succeeded`);
        const pods = ['pods', '-l', `job-name=${id}`, '-o', 'name'];
        expect((await cluster.must('get', ...pods)).trim().split('\n')).toHaveLength(1);
      }
    },
    LOOPS_TIMEOUT
  );
});
