/** Builders of this computer, as they are installed, with a real registry. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LocalBuilder,
  localTools
} from '../../controller/src/adapters/builders/local/builders.js';
import { renderDockerfile } from '../../controller/src/core/dockerfile/render.js';
import { digest } from '../../controller/src/core/image/digest.js';
import { tarFile } from '../../controller/src/core/image/tar/entry.js';
import { loginOf } from '../../controller/src/core/registry/login.js';
import { locate } from '../../controller/src/core/registry/repository.js';
import type { Builder, BuildRequest } from '../../controller/src/ports/builder.js';
import type { Registries } from '../../controller/src/ports/registry.js';
import { buildWith } from '../../controller/src/service/builders.js';
import { FILES, hash, pushBase, registriesFor } from './support/appending.js';
import {
  absent,
  CREDENTIALS,
  startRegistry,
  tool,
  type TestRegistry
} from './support/registry.js';

const BUSYBOX = '/usr/bin/busybox';
/** Without systemd, and in containers. */
const env = {
  ...process.env,
  STORAGE_DRIVER: 'vfs',
  BUILDAH_ISOLATION: 'chroot'
};

describe.each(['buildah', 'podman'] as const)('%s', name => {
  const missing = [
    ...absent(name, 'docker-registry', 'skopeo'),
    ...(existsSync(BUSYBOX) ? [] : ['busybox-static'])
  ];
  const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

  describe.skipIf(missing.length > 0)(`builds${reason}`, () => {
    let registry: TestRegistry;
    let registries: Registries;
    let scratch = '';
    let builder: LocalBuilder;

    beforeAll(async () => {
      scratch = mkdtempSync(join(tmpdir(), 'jkf-builders-'));
      builder = new LocalBuilder(name, { env, scratch });
      registry = await startRegistry();
      registries = await registriesFor([registry.host]);
      await pushBase(registries, `${registry.host}/base/sh:1`, {
        layers: 1,
        changes: {},
        files: ['bin/sh', 'bin/sleep'].map(path =>
          tarFile(path, readFileSync(BUSYBOX), 0o755)
        )
      });
    });
    afterAll(async () => {
      registries.close();
      await registry.dispose();
      rmSync(scratch, { recursive: true });
    });
    const request = (lines: string, push = 'me/a:1'): BuildRequest => ({
      dockerfile: lines,
      files: FILES.map(file => ({ ...file, path: `bundle/${file.path}` })),
      push: locate(`${registry.host}/${push}`),
      plainHttp: [registry.host],
      logins: new Map()
    });
    const base = (): string => `FROM ${registry.host}/base/sh:1\n`;

    it('is found', async () => {
      expect(await localTools({ env, scratch })).toContain(name);
    });

    it('makes what a Dockerfile of ours says, and leaves nothing', async () => {
      const value = `a "b" $HOME \\ 'c' #`;
      const { dockerfile } = renderDockerfile({
        ...{ base: `${registry.host}/base/sh:1`, apt: [], conda: [], pip: [] },
        ...{ env: { A: value }, bundleAt: '/opt/jkf', entry: ['sh', 'x $A'] }
      });
      const log: string[] = [];
      const onLine = (line: string): void => void log.push(line);
      const run = 'RUN ["/bin/sh", "-c", "echo made here"]\n';
      const image = await buildWith(builder, registries, request(dockerfile + run), {
        onLine
      });
      expect(log).toContain('made here');
      const inspect = ['inspect', '--config', '--tls-verify=false'];
      const text = await tool('skopeo', ...inspect, `docker://${image.reference}`);
      const { config } = JSON.parse(text) as {
        config: { Env: string[]; Cmd: string[] };
      };
      expect(config.Env).toContain(`A=${value}`);
      expect(config.Cmd).toEqual(['sh', 'x $A']);
      expect(readdirSync(scratch)).toEqual([]);
    }, 60_000);

    it('says which step failed', async () => {
      const failing = request(`${base()}RUN ["/bin/sh", "-c", "exit 7"]\n`);
      await expect(builder.build(failing)).rejects.toThrow(/could not build.*7/);
      expect(readdirSync(scratch)).toEqual([]);
    }, 60_000);

    it('ends with all that it started when it is cancelled', async () => {
      const abort = new AbortController();
      const seconds = `6${String(process.pid)}`;
      const asleep = (): string[] => running(`sleep\0${seconds}`);
      const command = `/bin/sleep ${seconds}`;
      const slow = request(`${base()}RUN ["/bin/sh", "-c", "${command}"]\n`);
      const built = builder.build(slow, { signal: abort.signal });
      const ended = expect(built).rejects.toThrow('cancelled');
      await expect.poll(asleep, { timeout: 20_000 }).not.toEqual([]);
      abort.abort(new Error('cancelled'));
      await ended;
      expect(readdirSync(scratch)).toEqual([]);
      expect(asleep()).toEqual([]);
      expect(running(scratch)).toEqual([]);
    }, 60_000);

    it('is not believed when the registry does not have the image', async () => {
      const lying: Builder = { name, build: () => Promise.resolve(digest('x', hash)) };
      const made = buildWith(lying, registries, request(base(), 'me/never:1'));
      await expect(made).rejects.toThrow(/which the registry does not have/);
    });

    it('asks no registry without TLS that is not named', async () => {
      const strict = { ...request(base()), plainHttp: [] };
      await expect(builder.build(strict)).rejects.toThrow(/could not build/);
    }, 60_000);

    it('logs in by a file of its own, and tells the password to nobody', async () => {
      const locked = await startRegistry(true);
      const { user, password } = CREDENTIALS;
      const login = loginOf(user, password);
      const plainHttp = [registry.host, locked.host];
      const push = locate(`${locked.host}/me/a:1`);
      const wanted = { ...request(base()), plainHttp, push };
      const log: string[] = [];
      const onLine = (line: string): void => void log.push(line);
      try {
        await expect(builder.build(wanted)).rejects.toThrow(/could not push/);
        const logins = new Map(login ? [[locked.host, login]] : []);
        const pushed = await builder.build({ ...wanted, logins }, { onLine });
        expect(pushed).toMatch(/^sha256:/);
        expect(log.join('\n')).not.toContain(password);
      } finally {
        await locked.dispose();
      }
    }, 60_000);
  });
});

/** Processes with such a command line. */
function running(text: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}
