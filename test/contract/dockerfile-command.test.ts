/** `jkf image dockerfile --push` as a process: a builder of this computer, and a real registry. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarFile } from '../../controller/src/core/image/tar/entry.js';
import { pushBase, registriesFor } from './support/appending.js';
import { absent, startRegistry, tool, type TestRegistry } from './support/registry.js';

const BUSYBOX = '/usr/bin/busybox';
const missing = [
  ...absent('buildah', 'docker-registry', 'skopeo', 'umoci'),
  ...(existsSync(BUSYBOX) ? [] : ['busybox-static'])
];
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';
/** The program as it is shipped. */
const JKF = join(import.meta.dirname, '..', '..', 'controller', 'dist', 'jkf.cjs');
const execute = promisify(execFile);

describe.skipIf(missing.length > 0)(`jkf image dockerfile --push${reason}`, () => {
  let folder = '';
  let registry: TestRegistry;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-dockerfile-'));
    mkdirSync(join(folder, 'home'));
    writeFileSync(join(folder, 'train.py'), 'print("built")\n');
    registry = await startRegistry();
    const registries = await registriesFor([registry.host]);
    await pushBase(registries, `${registry.host}/base/sh:1`, {
      ...{ layers: 1, changes: {} },
      files: [tarFile('bin/sh', readFileSync(BUSYBOX), 0o755)]
    });
    registries.close();
  });
  afterAll(async () => {
    await registry.dispose();
    rmSync(folder, { recursive: true });
  });

  function run(...more: string[]): Promise<{ stdout: string; stderr: string }> {
    const { host } = registry;
    const line = ['image', 'dockerfile', 'train.py', '--base', `${host}/base/sh:1`];
    const env = {
      ...process.env,
      ...{ HOME: join(folder, 'home'), JKF_HOME: join(folder, 'jkf') },
      // Without systemd, and in containers.
      ...{ STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' }
    };
    const args = [JKF, ...line, '--plain-http', host, ...more];
    return execute(process.execPath, args, { cwd: folder, env });
  }

  it('builds the image, shows the log, and prints the name by its digest', async () => {
    const push = `${registry.host}/team/train:1`;
    const { stdout, stderr } = await run('--push', push, '--builder', 'buildah');
    expect(stdout).toMatch(/^127\.0\.0\.1:\d+\/team\/train@sha256:[0-9a-f]{64}\n$/);
    expect(stderr).toContain('STEP 1');
    const layout = join(folder, 'layout');
    const from = `docker://${stdout.trim()}`;
    await tool('skopeo', 'copy', '--src-tls-verify=false', from, `oci:${layout}:x`);
    const unpacked = join(folder, 'unpacked');
    await tool('umoci', 'unpack', '--rootless', '--image', `${layout}:x`, unpacked);
    const file = join(unpacked, 'rootfs', 'opt', 'jkf', 'train.py');
    expect(readFileSync(file, 'utf8')).toBe('print("built")\n');
  });

  it('says what could not be built, and what needs it', async () => {
    const push = `${registry.host}/team/never:1`;
    const failed = run('--push', push, '--builder', 'buildah', '--apt', 'graphviz');
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('buildah could not build the image') as string
    });
  });
});
