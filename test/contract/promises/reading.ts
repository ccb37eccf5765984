/** Promises to whoever reads the files of a run. */
import { expect } from 'vitest';
import type { OpenFile } from '../../../controller/src/ports/target.js';
import { all, ended } from '../support/reading.js';
import { requestOf } from '../support/requests.js';
import { metric, write, type Promises } from './promise.js';

async function textOf(file: OpenFile): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.bytes) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  expect(bytes.length).toBe(file.size);
  return bytes.toString('utf8');
}

const FILE = { kind: 'file', path: 'result.txt', text: 'größer' } as const;

export const READING: Promises = {
  'gives the bytes of a file a rank wrote': async target => {
    await target.launch(requestOf('files', [[FILE], []]));
    await ended(target, 'files');
    expect(await textOf(await target.file('files', 0, FILE.path))).toBe(FILE.text);
  },

  'gives all output of a rank as it was written': async target => {
    await target.launch(requestOf('output', [[write('1\n2\n')], [write('other\n')]]));
    await ended(target, 'output');
    expect(await textOf(await target.log('output', 0))).toBe('1\n2\n');
  },

  'refuses files that are not there, of ranks that are not, and outside the folder':
    async target => {
      await target.launch(requestOf('refused', [[FILE]]));
      await ended(target, 'refused');
      for (const [rank, path] of [
        [0, 'absent.txt'],
        [1, FILE.path],
        [0, '../log'],
        [0, '../../../../../../etc/passwd'],
        [0, '']
      ] as const) {
        await expect(target.file('refused', rank, path)).rejects.toMatchObject({
          problem: { code: 'output-missing' }
        });
      }
      await expect(target.log('refused', 7)).rejects.toMatchObject({
        problem: { code: 'output-missing' }
      });
    },

  'weighs what a run has written': async target => {
    const text = 'x'.repeat(50_000);
    await target.launch(requestOf('weighed', [[{ ...FILE, text }, write(text)]]));
    await ended(target, 'weighed');
    expect(await target.size('weighed')).toBeGreaterThanOrEqual(2 * text.length);
    await expect(target.size('nobody')).rejects.toMatchObject({
      problem: { code: 'run-unknown' }
    });
  },

  'leaves lines out when only events are wanted': async target => {
    await target.launch(requestOf('quiet', [[write('x\n'), metric('loss', 1)]]));
    const items = await all(target, 'quiet', { logs: false });
    expect(items.some(({ kind }) => kind === 'log')).toBe(false);
    expect(items.some(({ kind }) => kind === 'event')).toBe(true);
  }
};
