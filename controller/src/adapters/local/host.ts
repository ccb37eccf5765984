/** What a local target is given from outside. */
import type { Clock } from '../../ports/clock.js';

/** Where and by what runs are started. */
export interface Host {
  /** Folder of all runs; made when it is missing. */
  readonly root: string;
  /** Command that takes `supervise FOLDER` and `sweep FOLDER`. */
  readonly supervisorCommand: readonly string[];
  /** The environment that ranks inherit. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}
