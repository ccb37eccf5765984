/** `jkf image build` as a process: what a pod finds in the image is what it unpacks. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushBase, registriesFor } from './support/appending.js';
import { absent, startRegistry, tool, type TestRegistry } from './support/registry.js';

const missing = absent('docker-registry', 'skopeo', 'umoci', 'python3');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';
/** The program as it is shipped. */
const JKF = join(import.meta.dirname, '..', '..', 'controller', 'dist', 'jkf.cjs');
const execute = promisify(execFile);

describe.skipIf(missing.length > 0)(`jkf image build${reason}`, () => {
  let folder = '';
  let registry: TestRegistry;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-command-'));
    writeFileSync(join(folder, 'train.py'), 'print(open("data.csv").read())\n');
    writeFileSync(join(folder, 'data.csv'), 'a,b\n');
    registry = await startRegistry();
    const registries = await registriesFor([registry.host]);
    await pushBase(registries, `${registry.host}/base/py:1`, { layers: 2 });
    registries.close();
  });
  afterAll(async () => {
    await registry.dispose();
    rmSync(folder, { recursive: true });
  });

  async function build(...more: string[]): Promise<string> {
    const { host } = registry;
    const places = ['--base', `${host}/base/py:1`, '--push', `${host}/me/a`];
    const line = ['image', 'build', 'train.py', ...places, '--plain-http', host];
    const env = { ...process.env, HOME: folder, JKF_HOME: join(folder, 'jkf') };
    const options = { cwd: folder, env };
    const { stdout } = await execute(
      process.execPath,
      [JKF, ...line, ...more],
      options
    );
    return stdout.trim();
  }

  it('prints the image by its digest, the same each time', async () => {
    const image = await build();
    expect(image).toMatch(new RegExp(`^${registry.host}/me/a@sha256:[0-9a-f]{64}$`));
    expect(await build()).toBe(image);
  });

  it('has what the unpacker puts into a working folder', async () => {
    const image = await build();
    const layout = join(folder, 'layout');
    const quiet = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false'];
    await tool('skopeo', ...quiet, `docker://${image}`, `oci:${layout}:x`);
    const bundle = join(folder, 'bundle');
    await tool('umoci', 'unpack', '--rootless', '--image', `${layout}:x`, bundle);
    const source = join(bundle, 'rootfs', 'opt', 'jkf');
    const work = join(folder, 'work');
    const unpacker = join(source, '.jkf', 'runner', 'jkf_runner', 'unpack.py');
    await tool('python3', '-I', unpacker, source, work);
    expect(readFileSync(join(work, 'data.csv'), 'utf8')).toBe('a,b\n');
    expect(existsSync(join(work, '.jkf', 'entry.json'))).toBe(true);
  });

  it('is called by numbers: what was sent, in how many requests', async () => {
    const value = JSON.parse(await build('-o', 'json')) as { requests: number };
    expect(value.requests).toBe(9);
  });
});
