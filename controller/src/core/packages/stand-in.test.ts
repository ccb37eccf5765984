import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { standIns } from './stand-in.js';

const BASE = {
  distributions: { 'a-b': '1.0+cpu', odd: '2004d~1', taken: '1' },
  requires: { 'a-b': ['six', 'dask; extra == "all"', 'x; extra == "all"'] }
};
const made = standIns(BASE, 'cp311-cp311-linux_x86_64', new Set(['taken']));

it('stand for distributions whose versions can be understood, and no others', () => {
  expect(made.map(({ file }) => file)).toEqual([
    'a_b-1.0+cpu-999999999-cp311-cp311-linux_x86_64.whl'
  ]);
});

it('say what extras need, and nothing that the base has anyway', () => {
  const text = Buffer.from(made[0]?.bytes ?? []).toString('latin1');
  const metadata = /Metadata-Version[\s\S]*?(?=PK)/.exec(text)?.[0] ?? '';
  expect(metadata.split('\n')).toEqual([
    ...['Metadata-Version: 2.1', 'Name: a-b', 'Version: 1.0+cpu'],
    ...['Provides-Extra: all', 'Requires-Dist: dask; extra == "all"'],
    ...['Requires-Dist: x; extra == "all"', '']
  ]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(metadata));
  expect(text).toContain(sum.toString('latin1'));
});
