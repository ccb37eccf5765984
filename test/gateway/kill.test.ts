/** The gateway is killed at any moment: runs do not notice, and pages lose nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep } from '../../controller/src/adapters/run-folder/sleep.js';
import { chanceOf, LOOPS, LOOPS_TIMEOUT } from '../contract/support/chance.js';
import { marked, supervisorsOf } from '../contract/support/marked.js';
import { Place } from './support/gateway.js';
import { Reader } from './support/reader.js';

const LINES = 400;
/** A few seconds of numbered lines. */
const COUNT = `
import time
for number in range(${String(LINES)}):
    print('line', number, flush=True)
    time.sleep(0.005)
`;
const numbered = Array.from({ length: LINES }, (_, i) => `line ${String(i)}`);
const RANKS = [0, 1, 2];

/** Milliseconds a gateway lives at most, and in which a start is killed. */
const LIFE = 500;
const SUBMIT = 600;

describe('a gateway that is killed', () => {
  const place = new Place();
  beforeAll(async () => {
    place.file('count.py', COUNT);
    place.file('brief.py', "print('once')");
    await place.start();
  });
  afterAll(() => place.dispose());

  it(
    `loses no run, and no line of a page that follows it, ${String(LOOPS)} times`,
    async () => {
      const chance = chanceOf('killed gateways');
      for (let loop = 0; loop < LOOPS; loop += 1) {
        const id = `count-${String(loop)}`;
        await place.launch(id, 'count.py', { ranks: 3 });
        const reader = new Reader(id);
        for (let kills = 0; !reader.complete; kills += 1) {
          const reading = reader.read(place);
          if (kills < 4) {
            await sleep(chance() * LIFE);
            await place.kill();
            await place.start();
          }
          await reading;
        }
        for (const rank of RANKS) expect(reader.lines.get(rank)).toEqual(numbered);
        expect(await place.runs()).toContain(`${id} succeeded`);
        expect(marked(id)).toEqual([]);
      }
    },
    LOOPS_TIMEOUT
  );

  it(
    `during a start leaves one run or none, and asking again gives one, ${String(LOOPS)} times`,
    async () => {
      const chance = chanceOf('killed starts');
      for (let loop = 0; loop < LOOPS; loop += 1) {
        const id = `brief-${String(loop)}`;
        const asked = place.launch(id, 'brief.py').catch(() => undefined);
        await sleep(chance() * SUBMIT);
        await place.kill();
        await asked;
        await place.start();
        const { status, body } = await place.launch(id, 'brief.py');
        expect([200, 201]).toContain(status);
        expect(body.run.id).toBe(id);
        const reader = new Reader(id);
        await reader.read(place);
        expect(reader.lines.get(0)).toEqual(['once']);
        expect(await place.runs()).toContain(`${id} succeeded`);
        await expect.poll(() => supervisorsOf(id)).toEqual([]);
      }
      const ids = (await place.runs()).filter(run => run.startsWith('brief-'));
      expect(ids).toHaveLength(LOOPS);
    },
    LOOPS_TIMEOUT
  );
});
