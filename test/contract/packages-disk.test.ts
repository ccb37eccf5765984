/** Disks that become full while packages are looked for, fetched and put into layers. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  it,
  vi,
  type TestContext
} from 'vitest';
import { bytesText } from '@jupyterlab-kubeflow/protocol';
import { LayerFiles } from '../../controller/src/adapters/packages/layer-files.js';
import { PipResolver } from '../../controller/src/adapters/packages/resolver.js';
import { gzipLayer } from '../../controller/src/adapters/registry/gzip.js';
import { zipOf } from '../../controller/src/core/packages/zip.js';
import type { FetchedWheel, LayerFile } from '../../controller/src/ports/packages.js';
import { fillBut, freeIn, smallDisk } from './support/mounts.js';
import { PackageIndex, recorded } from './support/package-index.js';
import { NO_PIP, PIP_ENV, PYTHON, questionFor } from './support/resolving.js';

const KIB = 1024;
const PAGE = 4 * KIB;
const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Twice as many characters; a page of memory holds what they compress to. */
const noise = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A folder on a disk of 8 MiB; skipped by name and reason where none can be made. */
async function onDisk(
  context: TestContext,
  act: (folder: string) => Promise<void>
): Promise<void> {
  const mount = smallDisk(8 * KIB);
  if (typeof mount === 'string') {
    context.skip(mount);
    return;
  }
  try {
    await act(mount.folder);
  } finally {
    mount.dispose();
  }
}

describe('a disk that is full', () => {
  let folder = '';
  let wheel: FetchedWheel;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-full-'));
    wheel = wheelIn(folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const make = (layers: string): Promise<LayerFile> =>
    new LayerFiles(layers, { hash, compress: gzipLayer }).make('key', [wheel], {
      place: { python: '3.11', program: '/usr/bin/python3' }
    });

  it('while a layer is made: room that is missing is told, nothing is left, and a retry succeeds', async context => {
    const { descriptor } = await make(join(folder, 'elsewhere'));
    await onDisk(context, async disk => {
      const layers = join(disk, 'layers');
      const filler = fillBut(disk, 128 * KIB);
      const free = freeIn(disk);
      const made = make(layers);
      const error: unknown = await made.catch((own: unknown) => own);
      expect(error).toMatchObject({
        problem: {
          code: 'wheels-no-room',
          params: { folder: layers, free: bytesText(free), variable: 'JKF_HOME' }
        }
      });
      expect(String(error)).toContain(`${layers}: ${bytesText(free)} are free`);
      expect(readdirSync(layers)).toEqual([]);
      expect(freeIn(disk)).toBe(free);
      rmSync(filler);
      expect((await make(layers)).descriptor).toEqual(descriptor);
    });
  });

  it('at any point while a layer is made: it is there as a whole, or nothing of it', async context => {
    const { size } = (await make(join(folder, 'measured'))).descriptor;
    const pages = Math.ceil(size / PAGE);
    for (const left of [0, 1, pages - 1, pages, pages + 1, pages + 2]) {
      await onDisk(context, async disk => {
        const layers = join(disk, 'layers');
        fillBut(disk, left * PAGE);
        const made = await make(layers).catch(() => undefined);
        expect(readdirSync(layers)).toHaveLength(made ? 2 : 0);
        expect(made !== undefined).toBe(left > pages);
      });
    }
  });

  describe.skipIf(PYTHON === undefined)(`for pip${NO_PIP}`, () => {
    const index = new PackageIndex()
      .wheel('large', '1.0', { text: noise(400 * KIB), requires: ['small'] })
      .wheel('small', '1.0');
    beforeAll(() => index.start());
    afterAll(() => {
      index.dispose();
    });

    it('while a wheel is fetched: room that is missing is told, nothing is left, and with so much a retry succeeds', async context => {
      const asked = questionFor(index, ['large']);
      const elsewhere = new PipResolver({ env: PIP_ENV, cache: join(folder, 'w') });
      const answer = await elsewhere.resolve(asked);
      const wheels = answer.ok ? answer.chosen : [];
      expect(wheels).toHaveLength(2);
      await onDisk(context, async disk => {
        const cache = join(disk, 'wheels');
        const resolver = new PipResolver({ env: PIP_ENV, cache });
        const filler = fillBut(disk, 256 * KIB);
        const free = bytesText(freeIn(disk));
        const error: unknown = await resolver
          .fetch(wheels, asked)
          .catch((own: unknown) => own);
        expect(error).toMatchObject({
          problem: {
            code: 'wheels-no-room',
            params: { folder: cache, free, variable: 'JKF_HOME' }
          }
        });
        expect(readdirSync(cache)).toEqual([]);
        rmSync(filler);
        fillBut(disk, neededIn(error));
        expect(await resolver.fetch(wheels, asked)).toHaveLength(2);
      });
    });

    it('while packages are looked for: the folder is named, and nothing is left', async context => {
      await onDisk(context, async disk => {
        vi.stubEnv('TMPDIR', disk);
        const resolver = new PipResolver({ env: PIP_ENV, cache: join(folder, 'w') });
        for (const left of [0, 2]) {
          const filler = fillBut(disk, left * PAGE);
          await expect(
            resolver.resolve(questionFor(index, ['large']))
          ).rejects.toMatchObject({
            problem: {
              code: 'packages-no-room',
              params: { folder: disk, free: bytesText(left * PAGE) }
            }
          });
          expect(readdirSync(disk)).toEqual(['filler']);
          rmSync(filler);
        }
        expect(await resolver.resolve(questionFor(index, ['large']))).toMatchObject({
          ok: true
        });
      }).finally(() => vi.unstubAllEnvs());
    });
  });
});

/** Bytes that the sentence names. */
function neededIn(error: unknown): number {
  const text = String(error);
  const [, number, unit = ''] = /up to ([\d.]+) (\w+) are needed/.exec(text) ?? [];
  return Number(number) * ({ kB: 1e3, KiB: KIB, MB: 1e6, MiB: KIB * KIB }[unit] ?? NaN);
}

/** A wheel of half a MiB that hardly compresses. */
function wheelIn(folder: string): FetchedWheel {
  const info = 'large-1.0.dist-info';
  const bytes = zipOf(
    recorded(info, {
      'large/data.txt': noise(512 * KIB),
      [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: large\nVersion: 1.0\n',
      [`${info}/WHEEL`]:
        'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
    })
  );
  const file = 'large-1.0-py3-none-any.whl';
  const path = join(folder, file);
  writeFileSync(path, bytes);
  const ref = { name: 'large', version: '1.0', file, size: bytes.length };
  return { ref: { ...ref, sha256: hash(bytes) }, path };
}
