/** Pushing changed code on a base of ten layers: beside crane and Fairing, over wires of three lengths. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { craneAppend, ensureCrane } from './crane.mjs';
import { startFairing } from './fairing.mjs';
import { median, section, table, time } from './measure.mjs';
import { pusher } from './pusher.mjs';
import { startRegistry, startWire } from './registry.mjs';

const LIB = new URL('../controller/lib/', import.meta.url);
const { tarBytes } = await import(new URL('core/image/tar/write.js', LIB));
const { tarFile } = await import(new URL('core/image/tar/entry.js', LIB));

const COUNT = 7;
const LAYERS = 10;
const ROUND_TRIPS = [0, 20, 50];

/** Requests that may be made, by row. */
const MOST = { cold: 17, warm: 5, opened: 3, pushed: 0 };
/** How much faster than crane at 20 ms, by row. */
const FACTORS = { warm: 3.5, opened: 5 };

const bytes = text => new Uint8Array(Buffer.from(text));

/** A bundle of 200 KB that differs each time. */
const filesOf = mark => [
  { path: 'train.py', mode: 0o644, bytes: bytes(`print(${String(mark)})\n`) },
  { path: 'data.csv', mode: 0o644, bytes: bytes(`${mark},1.5,2.5\n`.repeat(15_000)) }
];

async function archive(folder, name, files) {
  const entries = files.map(file => tarFile(`opt/jkf/${file.path}`, file.bytes, 0o644));
  const path = join(folder, `${name}.tar`);
  writeFileSync(path, await tarBytes(entries, { mtime: 0 }));
  return path;
}

let mark = 0;

/** One push of new code; `before` is not counted. */
async function once(wire, { push, before = () => undefined }) {
  const files = filesOf(++mark);
  const ready = await before(files);
  wire.requests = 0;
  const started = performance.now();
  await push(files, ready);
  return { time: performance.now() - started, requests: wire.requests };
}

/** By turns, so that what else the machine does meets all. @returns medians by name */
async function byTurns(wire, sides) {
  const samples = {};
  for (let turn = 0; turn <= COUNT; turn++) {
    for (const [name, side] of Object.entries(sides)) {
      const sample = await once(wire, side);
      // The first turn warms up.
      if (turn > 0) (samples[name] ??= []).push(sample);
    }
  }
  const middle = (name, what) => median(samples[name].map(sample => sample[what]));
  return Object.fromEntries(
    Object.keys(samples).map(name => [
      name,
      { time: middle(name, 'time'), requests: middle(name, 'requests') }
    ])
  );
}

/** Each side is a row of the report. */
async function compare({ wire, crane, fairing, folder }) {
  const base = `${wire.host}/base/python:1`;
  const fresh = () => `${wire.host}/team/new-${String(++mark)}`;
  const known = `${wire.host}/team/known`;
  const byCrane = where => ({
    push: (_, path) => craneAppend(crane, { base, push: where(), archives: [path] }),
    before: files => archive(folder, 'code', files)
  });
  const gateways = await Promise.all([1, 2, 3].map(() => pusher(wire.host)));
  const byGateway = (gateway, what) => ({
    push: files => gateway.append(base, known, files),
    ...(what && {
      before: files => gateway.prepare(what, { base, push: known, files })
    })
  });
  const cold = async files => {
    const ours = await pusher(wire.host);
    await ours.append(base, fresh(), files);
    await ours.close();
  };
  const result = await byTurns(wire, {
    craneNew: byCrane(fresh),
    craneKnown: byCrane(() => known),
    ...(fairing.append ? { fairing: byFairing(wire, fairing) } : {}),
    cold: { push: cold },
    warm: byGateway(gateways[0]),
    opened: byGateway(gateways[1], 'opened'),
    pushed: byGateway(gateways[2], 'pushed')
  });
  await Promise.all(gateways.map(gateway => gateway.close()));
  return result;
}

function byFairing({ host }, fairing) {
  const image = { host, base: 'base/python:1', name: 'known' };
  return { push: files => fairing.append({ ...image, files }) };
}

const ROWS = [
  ['crane append, a new repository', 'craneNew'],
  ['jkf, a new repository and a new program', 'cold'],
  ['crane append, pushed to before', 'craneKnown'],
  ['Fairing’s append builder, pushed to before', 'fairing'],
  ['jkf in the gateway, pushed to before', 'warm'],
  ['the same, with uploads opened before', 'opened'],
  ['the same, pushed when it was saved', 'pushed']
];

/** Also counts requests: those are the same on every machine. */
export async function push({ folder }) {
  const crane = await ensureCrane();
  const registry = await startRegistry(join(folder, 'registry'));
  const wire = await startWire(registry.host);
  const fairing = await startFairing(folder);
  try {
    const layers = Array.from({ length: LAYERS }, (_, i) =>
      archive(folder, `base-${String(i)}`, filesOf(`base ${String(i)}`))
    );
    const archives = await Promise.all(layers);
    await craneAppend(crane, { push: `${wire.host}/base/python:1`, archives });
    const results = [];
    for (const roundTrip of ROUND_TRIPS) {
      wire.roundTrip = roundTrip;
      results.push(await compare({ wire, crane, fairing, folder }));
    }
    return report(results, fairing);
  } finally {
    fairing.stop?.();
    wire.stop();
    registry.stop();
  }
}

/** @param fairing - a text is why there is none */
function report(results, fairing) {
  const head = [
    '',
    'requests',
    ...ROUND_TRIPS.map(each => `${String(each)} ms round trip`)
  ];
  const rows = ROWS.map(([name, key]) => {
    const cells = results.flatMap(result => (result[key] ? [result[key]] : []));
    if (cells.length === 0) return [`${name}: ${fairing}`, ...head.slice(1).fill('')];
    const [{ requests }] = cells;
    return [name, String(requests), ...cells.map(cell => time(cell.time))];
  });
  const ratio = (name, theirs, ours) => [
    name,
    '',
    ...results.map(each =>
      each[theirs] ? `${ratioOf(each, theirs, ours).toFixed(1)} times` : ''
    )
  ];
  const ratios = [
    ratio('crane against jkf, new', 'craneNew', 'cold'),
    ratio('crane against jkf, known', 'craneKnown', 'warm'),
    ratio('crane against opened uploads', 'craneKnown', 'opened'),
    ratio('Fairing against jkf, known', 'fairing', 'warm')
  ];
  return section({
    title: `Changed code on a base of ${String(LAYERS)} layers, pushed`,
    text: table(head, [...rows, ...ratios]),
    failures: failuresOf(results)
  });
}

const ratioOf = (result, theirs, ours) => result[theirs].time / result[ours].time;

function failuresOf(results) {
  const [first] = results;
  const tooMany = Object.entries(MOST)
    .filter(([key, most]) => first[key].requests > most)
    .map(([key, most]) => `a push (${key}) takes more than ${String(most)} requests`);
  const at20 = results[ROUND_TRIPS.indexOf(20)];
  const tooSlow = Object.entries(FACTORS).flatMap(([key, factor]) => {
    const faster = ratioOf(at20, 'craneKnown', key);
    if (faster >= factor) return [];
    const text = `${faster.toFixed(1)} times as fast as crane, not ${String(factor)}`;
    return [`at 20 ms a push (${key}) is ${text}`];
  });
  return [...tooMany, ...tooSlow];
}
