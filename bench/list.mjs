/** A thousand finished runs: how long the panel takes to show its list, in a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEnv } from '../scripts/envs.mjs';
import { playwright } from '../scripts/support/runners.mjs';
import { median, section, table, time } from './measure.mjs';

/** Milliseconds in which the list is to be seen. */
const LIMIT = 200;

export async function openList({ folder }) {
  const { python } = await ensureEnv('lab', {
    log: line => process.stderr.write(`${line}\n`)
  });
  const result = join(folder, 'list.json');
  const env = { JKF_BENCH_RESULT: result };
  const tally = await playwright('bench', { python, env, filters: ['list'] });
  if (tally.passed !== 1) throw new Error(tally.output || 'the browser did not start');
  const { runs, times, shown } = JSON.parse(readFileSync(result, 'utf8'));
  const opened = median(times);
  return section({
    title: `The panel with ${String(runs)} finished runs`,
    text: table(
      ['', 'measured', 'goal'],
      [
        [
          'from the command to the list on the screen',
          time(opened),
          `< ${time(LIMIT)}`
        ],
        ['rows that are drawn', String(shown), '']
      ]
    ),
    failures:
      opened < LIMIT ? [] : [`the list of ${String(runs)} runs took ${time(opened)}`]
  });
}
