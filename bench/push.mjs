/** Pushing changed code on a base of ten layers: beside crane, over wires of three lengths. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { craneAppend, ensureCrane } from './crane.mjs';
import { median, section, table, time } from './measure.mjs';
import { startRegistry, startWire } from './registry.mjs';

const LIB = new URL('../controller/lib/', import.meta.url);
const { httpRegistries } = await import(
  new URL('adapters/registry/registries.js', LIB)
);
const { realTiming } = await import(new URL('adapters/kubernetes/timing.js', LIB));
const { gzipLayer } = await import(new URL('adapters/registry/gzip.js', LIB));
const { tarBytes } = await import(new URL('core/image/tar/write.js', LIB));
const { tarFile } = await import(new URL('core/image/tar/entry.js', LIB));
const { locate } = await import(new URL('core/registry/repository.js', LIB));
const { ImageBuilder } = await import(new URL('service/image-build.js', LIB));

const COUNT = 7;
const LAYERS = 10;
const ROUND_TRIPS = [0, 20, 50];

/** Requests that may be made: with all known, and by a new program in a new repository. */
const MOST = { warm: 5, cold: 17 };
/** How much faster than crane at 20 ms. */
const FACTOR = 3.5;

const hash = data => createHash('sha256').update(data).digest('hex');
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

/** Our client as a program that has just started. */
async function client(host) {
  const registries = await httpRegistries({
    access: { plainHttp: [host], trusted: [] },
    env: {},
    home: '/nonexistent',
    timing: realTiming({ now: () => Date.now() }, Math.random)
  });
  const builder = new ImageBuilder({
    registries,
    hash,
    compress: gzipLayer,
    now: () => Date.now()
  });
  return {
    append: (base, push, files) =>
      builder.append({ base: locate(base), push: locate(push), files }),
    close: () => registries.close()
  };
}

/** Times and requests of each of so many pushes. */
async function measured(wire, push) {
  const times = [];
  const requests = [];
  for (let i = 0; i <= COUNT; i++) {
    wire.requests = 0;
    const started = performance.now();
    await push(i);
    times.push(performance.now() - started);
    requests.push(wire.requests);
  }
  return { time: median(times.slice(1)), requests: median(requests.slice(1)) };
}

let mark = 0;

async function compare({ wire, crane, folder }) {
  const base = `${wire.host}/base/python:1`;
  const fresh = () => `${wire.host}/team/new-${String(++mark)}:1`;
  const known = `${wire.host}/team/known:1`;
  const byCrane = async push => {
    const path = await archive(folder, 'code', filesOf(++mark));
    return () => craneAppend(crane, { base, push, archives: [path] });
  };
  const theirs = async where => measured(wire, async () => (await byCrane(where()))());
  const cold = async where => {
    const ours = await client(wire.host);
    await ours.append(base, where(), filesOf(++mark));
    ours.close();
  };
  const gateway = await client(wire.host);
  const result = {
    craneNew: await theirs(fresh),
    craneKnown: await theirs(() => known),
    cold: await measured(wire, () => cold(fresh)),
    warm: await measured(wire, () => gateway.append(base, known, filesOf(++mark)))
  };
  gateway.close();
  return result;
}

const ROWS = [
  ['crane append, a new repository', 'craneNew'],
  ['jkf, a new repository and a new program', 'cold'],
  ['crane append, pushed to before', 'craneKnown'],
  ['jkf in the gateway, pushed to before', 'warm']
];

/** Also counts requests: those are the same on every machine. */
export async function push({ folder }) {
  const crane = await ensureCrane();
  const registry = await startRegistry(join(folder, 'registry'));
  const wire = await startWire(registry.host);
  try {
    const layers = Array.from({ length: LAYERS }, (_, i) =>
      archive(folder, `base-${String(i)}`, filesOf(`base ${String(i)}`))
    );
    const archives = await Promise.all(layers);
    await craneAppend(crane, { push: `${wire.host}/base/python:1`, archives });
    const results = [];
    for (const roundTrip of ROUND_TRIPS) {
      wire.roundTrip = roundTrip;
      results.push(await compare({ wire, crane, folder }));
    }
    return report(results);
  } finally {
    wire.stop();
    registry.stop();
  }
}

function report(results) {
  const head = [
    '',
    'requests',
    ...ROUND_TRIPS.map(each => `${String(each)} ms round trip`)
  ];
  const rows = ROWS.map(([name, key]) => [
    name,
    String(results[0][key].requests),
    ...results.map(result => time(result[key].time))
  ]);
  const ratio = (result, theirs, ours) =>
    `${(result[theirs].time / result[ours].time).toFixed(1)} times`;
  const ratios = [
    [
      'crane against jkf, new',
      '',
      ...results.map(each => ratio(each, 'craneNew', 'cold'))
    ],
    [
      'crane against jkf, known',
      '',
      ...results.map(each => ratio(each, 'craneKnown', 'warm'))
    ]
  ];
  return section({
    title: `Changed code on a base of ${String(LAYERS)} layers, pushed`,
    text: table(head, [...rows, ...ratios]),
    failures: failuresOf(results)
  });
}

function failuresOf(results) {
  const [first] = results;
  const { craneKnown, warm } = results[ROUND_TRIPS.indexOf(20)];
  const faster = craneKnown.time / warm.time;
  return [
    ...(first.warm.requests > MOST.warm
      ? ['a known push takes more than 5 requests']
      : []),
    ...(first.cold.requests > MOST.cold
      ? ['a new push takes more than 17 requests']
      : []),
    ...(faster < FACTOR
      ? [
          `at 20 ms a push is ${faster.toFixed(1)} times as fast as crane, not ${String(FACTOR)}`
        ]
      : [])
  ];
}
