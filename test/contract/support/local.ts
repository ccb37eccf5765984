/** A local target with a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalTarget } from '../../../controller/src/adapters/local/target.js';
import { SUPERVISOR } from './node.js';
import { all } from './reading.js';

export interface LocalHarness {
  readonly target: LocalTarget;
  readonly root: string;
  /** Ends all runs and removes the folder they are in, with the one above it. */
  readonly dispose: () => Promise<void>;
}

/**
 * @param root - folder of the runs; by default a new one
 * @param supervisorCommand - by default the supervisor from the sources
 */
export function localTarget(
  root = join(mkdtempSync(join(tmpdir(), 'jkf-runs-')), 'runs'),
  supervisorCommand = SUPERVISOR
): LocalHarness {
  const clock = { now: (): number => Date.now() };
  const target = new LocalTarget({ root, supervisorCommand, env: process.env, clock });
  const dispose = async (): Promise<void> => {
    for (const { id } of await target.list()) {
      await target.cancel(id);
      await all(target, id);
    }
    rmSync(dirname(root), { recursive: true, force: true });
  };
  return { target, root, dispose };
}
