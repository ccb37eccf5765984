/** `jkf image packages` as a process: a real base in a registry, a real pip, an index on loopback. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarFile } from '../../controller/src/core/image/tar/entry.js';
import { tarBytes } from '../../controller/src/core/image/tar/write.js';
import type { PackageGroups } from '@jupyterlab-kubeflow/protocol';
import { registriesFor } from './support/appending.js';
import { pushLayers } from './support/layers.js';
import { PackageIndex } from './support/package-index.js';
import { absent, startRegistry, type TestRegistry } from './support/registry.js';
import { NO_PIP, PIP_ENV, PYTHON } from './support/resolving.js';

const missing = absent('docker-registry');
const reason = missing.length > 0 ? ' (not installed: docker-registry)' : NO_PIP;
/** The program as it is shipped. */
const JKF = join(import.meta.dirname, '..', '..', 'controller', 'dist', 'jkf.cjs');
const execute = promisify(execFile);
const SITE = 'usr/local/lib/python3.11/site-packages';

const index = new PackageIndex()
  .wheel('app', '1.0', { requires: ['dep>=1', 'base_only'] })
  .wheel('dep', '1.5')
  .wheel('newer', '2.0')
  .source('sourced', '1.0');

const isSkipped = missing.length > 0 || PYTHON === undefined;

describe.skipIf(isSkipped)(`jkf image packages${reason}`, () => {
  let folder = '';
  let registry: TestRegistry;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-packages-'));
    writeFileSync(join(folder, 'train.py'), 'import app, newer, sourced, base_only\n');
    const lines = [
      'app',
      'newer==2.0',
      'sourced',
      'base-only',
      'gone; sys_platform == "win32"'
    ];
    writeFileSync(join(folder, 'requirements.txt'), lines.join('\n'));
    mkdirSync(join(folder, 'home'));
    await index.start();
    registry = await startRegistry();
    const registries = await registriesFor([registry.host]);
    const has = ['newer-1.0', 'base_only-3.0'].map(
      name => `${SITE}/${name}.dist-info/METADATA`
    );
    const paths = ['usr/local/bin/python3.11', 'usr/lib/libc.so.6', ...has];
    const files = paths.map(path => tarFile(path, Buffer.from('x')));
    const link = {
      kind: 'symlink',
      path: 'usr/local/bin/python3',
      target: 'python3.11'
    } as const;
    await pushLayers(registries, `${registry.host}/base/py:1`, [
      [await tarBytes([...files, link]), 'gzip']
    ]);
    registries.close();
  });
  afterAll(async () => {
    index.dispose();
    await registry.dispose();
    rmSync(folder, { recursive: true });
  });

  const run = async (...more: string[]): Promise<string> =>
    (await start('train.py', more)).stdout;

  function start(
    file: string,
    more: readonly string[]
  ): Promise<{ stdout: string; stderr: string }> {
    const { host } = registry;
    const line = ['image', 'packages', file, '--base', `${host}/base/py:1`];
    const places = [
      '--plain-http',
      host,
      '--index',
      index.url,
      '--python',
      PYTHON ?? ''
    ];
    const env = {
      ...PIP_ENV,
      HOME: join(folder, 'home'),
      JKF_HOME: join(folder, 'jkf')
    };
    const options = { cwd: folder, env };
    const args = [JKF, ...line, ...places, ...more];
    return execute(process.execPath, args, options);
  }

  it('says what is there, added, replaced and impossible', async () => {
    const found = JSON.parse(await run('-o', 'json')) as PackageGroups & {
      python: string;
    };
    const names = (group: readonly { name: string }[]) => group.map(({ name }) => name);
    expect(found.python).toBe('3.11');
    expect(names(found.inBase)).toEqual(['base-only']);
    expect(names(found.added)).toEqual(['app', 'dep']);
    expect(found.differs).toMatchObject([
      { name: 'newer', version: '2.0', base: '1.0', wins: 'notebook' }
    ]);
    expect(found.impossible).toMatchObject([
      { name: 'sourced', problem: { code: 'package-no-wheel' } }
    ]);
    expect(readdirSync(join(folder, 'jkf', 'cache', 'inventories'))).toHaveLength(1);
  });

  it('keeps the version of the base when it is told to', async () => {
    const text = await run('--keep', 'newer');
    expect(text).toMatch(/^newer +1\.0 +kept +the code wants newer==2\.0$/m);
    expect(text).toMatch(/^sourced +cannot be added/m);
    expect(text).not.toContain('gone');
  });

  it('brings the wheels that are missing into a folder', async () => {
    const found = JSON.parse(await run('--download', 'wheels', '-o', 'json')) as {
      wheels: { file: string; sha256: string }[];
    };
    const names = found.wheels.map(({ file }) => file).sort();
    expect(names.map(name => name.split('-')[0])).toEqual(['app', 'dep', 'newer']);
    expect(readdirSync(join(folder, 'wheels')).sort()).toEqual(names);
    for (const { file, sha256 } of found.wheels) {
      const bytes = readFileSync(join(folder, 'wheels', file));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });

  it('pushes the base with what is missing, once, and prints its name', async () => {
    mkdirSync(join(folder, 'fine'), { recursive: true });
    writeFileSync(join(folder, 'fine', 'train.py'), 'import app\n');
    writeFileSync(join(folder, 'fine', 'requirements.txt'), 'app\n');
    const push = ['--push', `${registry.host}/team/a`, '--pull-host', 'nodes:5000'];
    const first = await start('fine/train.py', push);
    expect(first.stdout).toMatch(/^nodes:5000\/team\/a@sha256:[0-9a-f]{64}\n$/);
    expect(first.stderr).toMatch(/^app +1\.0 +added/m);
    const again = await start('fine/train.py', [...push, '-o', 'json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      image: {
        ...{ reference: first.stdout.trim(), sentBytes: 0 },
        layers: [{ was: 'there' }, { was: 'there' }]
      }
    });
  });

  it('pushes nothing when something cannot be added', async () => {
    const failed = run('--push', `${registry.host}/team/b`);
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('sourced') as string
    });
    const answer = await fetch(`http://${registry.host}/v2/team/b/tags/list`);
    expect(answer.status).toBe(404);
  });

  it('ends with what is wrong', async () => {
    const failed = run('--index', 'http://127.0.0.1:9/simple');
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'The package index 127.0.0.1:9 cannot be reached'
      ) as string
    });
  });
});
