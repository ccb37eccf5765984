/** What the panel costs: bytes at JupyterLab's start, and the wait for a plan. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  START_UP_LIMIT,
  packedBytes,
  startUpFiles
} from '../scripts/support/start-up.mjs';
import { Gateway } from './gateway.mjs';
import { median, section, table, time, timesOf } from './measure.mjs';
import { notebookText, ordinaryCells } from './notebooks.mjs';

const KIB = bytes => `${(bytes / 1024).toFixed(1)} KiB`;

/** Bytes, gzip, that a browser loads before the panel is first opened. */
export function startUp() {
  const sizes = startUpFiles().map(packedBytes);
  const all = sizes.reduce((sum, size) => sum + size);
  const names = ['the loader', ...sizes.slice(1).map(() => 'the plugins')];
  return section({
    title: 'Bytes added to the start of JupyterLab (gzip)',
    text: table(
      ['part', 'size', 'goal'],
      [
        ...sizes.map((size, i) => [names[i], KIB(size), '']),
        ['all before the panel is opened', KIB(all), `≤ ${KIB(START_UP_LIMIT)}`]
      ]
    ),
    failures: all <= START_UP_LIMIT ? [] : [`${KIB(all)} are loaded at the start`]
  });
}

/** Milliseconds a plan may take once the notebook and its kernel are known. */
const PLAN_LIMIT = 150;

const COUNT = { count: 31, before: 5 };

/** From the request of a page to the answer, in a gateway that is warm. */
export async function gatewayPlan({ notebooks, folder, python }) {
  const root = join(notebooks[0], '..');
  const gateway = await Gateway.start({ folder, root, python });
  const rows = [];
  for (const path of notebooks) {
    const name = basename(path);
    const text = readFileSync(path, 'utf8');
    rows.push([name, median(await timesOf(() => gateway.plan(name, text), COUNT))]);
  }
  const thousand = median(await changedTimes(gateway));
  await gateway.stop();
  return section({
    title: 'Plan in the panel, from the request to the answer',
    text: table(
      ['notebook', 'time', 'goal'],
      [
        ...rows.map(([name, value]) => [name, time(value), `< ${time(PLAN_LIMIT)}`]),
        ['1,000 cells, one changed, not saved', time(thousand), '']
      ]
    ),
    failures: rows
      .filter(([, value]) => value >= PLAN_LIMIT)
      .map(([name, value]) => `the plan of ${name} took ${time(value)}`)
  });
}

/** Each time another cell of a thousand was edited, and nothing is saved. */
function changedTimes(gateway) {
  const cells = ordinaryCells(1000);
  let edits = 0;
  const edited = () => {
    const at = (edits++ * 25) % cells.length;
    return notebookText(cells.with(at, `${cells[at]}\nversion = ${String(edits)}`));
  };
  return timesOf(() => gateway.plan('thousand.ipynb', edited()), COUNT);
}
