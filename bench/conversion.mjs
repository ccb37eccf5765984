/** Conversion: against nbconvert in the same run, and what the cell cache saves. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { convertText, createCellCache } from './jkf.mjs';
import { median, section, table, time, timesOf } from './measure.mjs';
import { notebookText, ordinaryCells } from './notebooks.mjs';
import { Peer } from './peer.mjs';

/** On every notebook jkf is at least so many times faster than nbconvert. */
const FACTOR = 20;

/** Milliseconds that 1,000 ordinary cells may take: all new to the process, one changed. */
const LIMITS = { cold: 400, changed: 20 };

/** How often the peer converts a notebook. */
const PEER_COUNT = 25;

/** A process that is warm: what it compiles of our code, it has compiled. */
const WARM = { count: 101, before: 100 };

/** Both sides go from the file to the script. */
async function compare(path, peer) {
  const known = createCellCache();
  const ours = cache => convertText(readFileSync(path, 'utf8'), path, cache);
  const { kept, fresh } = await peer.times(path, PEER_COUNT);
  return {
    name: basename(path),
    peer: { kept: median(kept), fresh: median(fresh) },
    fresh: median(await timesOf(() => ours(createCellCache()), WARM)),
    known: median(await timesOf(() => ours(known), WARM))
  };
}

/** Examples and a notebook of 40 cells, by nbconvert and by jkf. */
export async function againstNbconvert({ notebooks, folder, python }) {
  const forty = join(folder, '40-cells.ipynb');
  writeFileSync(forty, notebookText(ordinaryCells(40)));
  const peer = new Peer(python);
  const rows = [];
  for (const path of [...notebooks, forty]) rows.push(await compare(path, peer));
  peer.dispose();
  return section({
    title: 'Conversion of a notebook, from the file to the script',
    text: table(HEAD, rows.map(cellsOf)),
    failures: rows
      .filter(({ peer: { kept }, known }) => kept < FACTOR * known)
      .map(({ name }) => `${name}: not ${String(FACTOR)} times faster than nbconvert`)
  });
}

const HEAD = [
  'notebook',
  'nbconvert, new exporter (Jupyter server)',
  'nbconvert, exporter kept',
  'jkf, all cells new',
  'jkf, cells known',
  'known, against exporter kept'
];

function cellsOf({ name, peer, fresh, known }) {
  const times = [peer.fresh, peer.kept, fresh, known].map(time);
  return [name, ...times, `${(peer.kept / known).toFixed(0)} times faster`];
}

/** A large notebook: first of all in a process, and again with one cell changed. */
export async function thousandCells() {
  const cold = median(await firstConversions(5));
  const changed = median(await changedCell());
  const row = (name, value, limit) => [name, time(value), `< ${time(limit)}`];
  return section({
    title: '1,000 ordinary cells',
    text: table(
      ['cells', 'time', 'goal'],
      [
        row('all new, first conversion of the process', cold, LIMITS.cold),
        row('one changed', changed, LIMITS.changed)
      ]
    ),
    failures: [
      ...(cold < LIMITS.cold ? [] : [`1,000 new cells took ${time(cold)}`]),
      ...(changed < LIMITS.changed ? [] : [`one changed cell took ${time(changed)}`])
    ]
  });
}

/** One after the other: each has the machine for itself. */
async function firstConversions(count) {
  const script = join(import.meta.dirname, 'cold.mjs');
  const times = [];
  for (let i = 0; i < count; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    times.push(Number(stdout));
  }
  return times;
}

/** Each time another cell of a thousand is one that was never seen. */
function changedCell() {
  const cells = ordinaryCells(1000);
  const cache = createCellCache();
  const times = { count: 15, before: 4 };
  const texts = Array.from({ length: times.count + times.before }, (_, i) =>
    notebookText(cells.with(i * 50, `${cells[i * 50]}\nversion = ${String(i)}`))
  );
  convertText(notebookText(cells), 'thousand.ipynb', cache);
  return timesOf(() => convertText(texts.pop(), 'thousand.ipynb', cache), times);
}
