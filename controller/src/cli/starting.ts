/** Starts that may take a while: an image is built for the run. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { SignalName } from '../ports/process.js';
import type { LaunchWatch } from '../ports/target.js';
import type { Cli } from './cli.js';
import { Progress } from './progress.js';
import type { Format } from './render/json.js';
import type { Signals } from './signals.js';

/**
 * Says what is done meanwhile. The first signal ends the start, while nothing runs yet.
 * @returns the run, or the signal that has kept it from being started
 */
export async function starting(
  cli: Cli,
  { signals, output }: { readonly signals: Signals; readonly output: Format },
  start: (watch: LaunchWatch) => Promise<Run>
): Promise<Run | SignalName> {
  const progress = new Progress(cli, output);
  const abort = new AbortController();
  let ended: SignalName | undefined;
  const stop = signals.listen(name => {
    ended ??= name;
    abort.abort();
  });
  try {
    const run = await start({
      signal: abort.signal,
      onProgress: doing => {
        progress.show(doing);
      }
    });
    return run;
  } catch (error) {
    if (ended) return ended;
    throw error;
  } finally {
    stop();
    await progress.clear();
  }
}
