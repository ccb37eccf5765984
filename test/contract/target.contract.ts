/** What every target promises; called with a way to open one. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { RunTarget } from '../../controller/src/ports/target.js';
import { CANCELLING, ENDING, REMOVING } from './promises/ending.js';
import { FOLLOWING } from './promises/following.js';
import { LAUNCHING, REPEATING } from './promises/launching.js';
import { READING } from './promises/reading.js';

/** An opened target. */
export interface Opened {
  readonly target: RunTarget;
  readonly dispose: () => Promise<void>;
}

const CONTRACT = {
  launching: LAUNCHING,
  'running again': REPEATING,
  'the end of a run': ENDING,
  cancelling: CANCELLING,
  removing: REMOVING,
  following: FOLLOWING,
  reading: READING
};

/** Runs the suite on the target that `open` gives. */
export function targetContract(name: string, open: () => Opened): void {
  describe.each(Object.entries(CONTRACT))(`the ${name} target, %s`, (_, promises) => {
    let opened: Opened;
    beforeAll(() => {
      opened = open();
    });
    afterAll(() => opened.dispose());

    it.each(Object.entries(promises))('%s', (_sentence, keep) => keep(opened.target));
  });
}
