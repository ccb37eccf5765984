/** After a run was started: print its id, or follow it. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { Services } from '../service/services.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { followRun } from './follow.js';
import { jsonLine } from './render/json.js';
import { workers } from './render/units.js';
import { layoutOf, print } from './report.js';
import type { Signals } from './signals.js';

export interface AttendFlags {
  readonly detach?: boolean;
  readonly output: 'text' | 'json';
}

/** `on this computer`, `on kind-dev, namespace team-a`. */
function placeText({ target }: Run): string {
  return target?.kind === 'cluster'
    ? `on ${target.context}, namespace ${target.namespace}`
    : 'on this computer';
}

export async function attend(
  run: Run,
  { detach = false, output }: AttendFlags,
  context: { cli: Cli; services: Services; signals: Signals }
): Promise<number> {
  const { out, err } = context.cli.process.terminal;
  if (detach) {
    await out.write(output === 'json' ? jsonLine(run) : `${run.id}\n`);
    return EXIT.ok;
  }
  if (output === 'text') {
    const { paint } = layoutOf(err);
    const what = paint('dim', `${workers(run.ranks.length)} ${placeText(run)}`);
    await print(err, [`${paint('strong', run.id)}  ${what}`]);
  }
  return followRun(run, { ...context, format: output });
}
