import { existsSync } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandSpec, Runner } from '../process.js';
import { ENGINES_FOLDER } from '../folders.js';
import { ensureEngines } from './ensure.js';
import type { EngineProgress } from './progress.js';
import { ENGINES } from './table.js';

let home = '';
let commands: CommandSpec[] = [];
const env = (): NodeJS.ProcessEnv => ({
  JKF_CACHE: join(home, 'cache'),
  PATH: join(home, 'go', 'bin'),
  GOTOOLCHAIN: 'local'
});

/** A Go distribution of that version whose command is never started. */
const installGo = async (version: string) => {
  await mkdir(join(home, 'go', 'bin'), { recursive: true });
  await writeFile(join(home, 'go', 'bin', 'go'), '');
  await writeFile(join(home, 'go', 'VERSION'), `go${version}\ntime 2026-01-01\n`);
};

/** What Go does, without Go. */
const fakeGo: Runner = async command => {
  commands.push(command);
  const [verb, flag] = command.args;
  if (verb === 'list' && flag === '-m') {
    return { code: 0, stdout: `${join(home, 'module')}\n`, stderr: '' };
  }
  const packages = ['io', 'fmt', 'jupyterlab-kubeflow/dev/engines/kubectl'];
  if (verb === 'list') return { code: 0, stdout: packages.join('\n'), stderr: '' };
  packages.forEach(line => command.onErrorLine?.(line));
  const output = command.args[command.args.indexOf('-o') + 1] ?? '';
  await writeFile(output, 'program', { mode: 0o755 });
  return { code: 0, stdout: '', stderr: '' };
};

const builds = () => commands.filter(({ args }) => args[0] === 'build');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'engines-'));
  commands = [];
  await installGo('1.26.8');
  await mkdir(join(home, 'module', 'manifests', 'base'), { recursive: true });
  await writeFile(join(home, 'module', 'manifests', 'base', 'crd.yaml'), 'kind: X');
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('engines', () => {
  it('are built once; the second time no process is started', async () => {
    const first = await ensureEngines(['pause'], { run: fakeGo, env: env() });
    expect(await readFile(first.pause.binaries.pause ?? '', 'utf8')).toBe('program');
    expect(builds()).toHaveLength(1);
    commands = [];
    const second = await ensureEngines(['pause'], { run: fakeGo, env: env() });
    expect([second, commands]).toEqual([first, []]);
  });

  it('that are one program under several names share one file', async () => {
    const { node } = await ensureEngines(['node'], {
      run: fakeGo,
      env: env()
    });
    const kubectl = node.binaries.kubectl ?? '';
    expect(Object.keys(node.binaries)).toContain('kube-apiserver');
    expect((await lstat(kubectl)).isSymbolicLink()).toBe(true);
    expect(await readFile(kubectl, 'utf8')).toBe('program');
    expect(node.version).toMatch(/^v1\.\d+\.\d+$/);
  });

  it('know the version of each program that has one of its own', async () => {
    const { node } = await ensureEngines(['node'], { run: fakeGo, env: env() });
    const text = await readFile(join(ENGINES_FOLDER, 'go.mod'), 'utf8');
    const modules = Object.entries(ENGINES.node.modules ?? {});
    expect(modules.map(([binary]) => binary)).toEqual(
      expect.arrayContaining(['coredns', 'etcd', 'metrics-server', 'registry'])
    );
    for (const [binary, module] of modules) {
      expect(node.binaries).toHaveProperty(binary);
      expect(text).toContain(`${module} ${node.versions[binary] ?? 'none'}`);
    }
  });

  it('are built in the folder of their own Go module, where they have one', async () => {
    const built = await ensureEngines(['containerd'], { run: fakeGo, env: env() });
    const folder = join(ENGINES_FOLDER, 'containerd');
    expect(builds().map(({ cwd }) => cwd)).toEqual([folder]);
    const text = await readFile(join(folder, 'go.mod'), 'utf8');
    const { version = 'none' } = built.containerd;
    expect(text).toContain(`github.com/containerd/containerd/v2 ${version}`);
  });

  it('keep the manifests of the version that was built', async () => {
    const { trainer } = await ensureEngines(['trainer'], { run: fakeGo, env: env() });
    const crd = join(trainer.module, 'manifests', 'base', 'crd.yaml');
    expect(await readFile(crd, 'utf8')).toBe('kind: X');
  });

  it('are built anew by another Go', async () => {
    const before = await ensureEngines(['pause'], { run: fakeGo, env: env() });
    await installGo('1.27.0');
    const after = await ensureEngines(['pause'], { run: fakeGo, env: env() });
    expect(after.pause.binaries).not.toEqual(before.pause.binaries);
  });

  it('report how far each is, up to ready', async () => {
    const seen: string[] = [];
    const onProgress = (states: readonly EngineProgress[]) => {
      seen.push(
        states.map(s => `${s.phase} ${String(s.done)}/${String(s.total)}`).join()
      );
    };
    await ensureEngines(['kubectl'], { run: fakeGo, env: env(), onProgress });
    expect(seen).toEqual([
      'compiling 0/3',
      'compiling 1/3',
      'compiling 2/3',
      'compiling 3/3',
      'linking 3/3',
      'ready 0/0'
    ]);
  });

  it('leave nothing behind when a build fails, and say how to see it again', async () => {
    const failing: Runner = async command =>
      command.args[0] === 'build'
        ? { code: 1, stdout: '', stderr: 'main.go:3: undefined: x' }
        : fakeGo(command);
    const building = ensureEngines(['pause'], { run: failing, env: env() });
    await expect(building).rejects.toThrow(
      /engine pause could not be built:\nmain\.go:3: undefined: x\nTo see it again: cd/
    );
    expect(await readdir(join(home, 'cache', 'engines'))).toEqual([]);
  });

  it('are not built after a cancel', async () => {
    const building = ensureEngines(['pause'], {
      run: fakeGo,
      env: env(),
      signal: AbortSignal.abort()
    });
    await expect(building).rejects.toThrow('aborted');
    expect(commands).toEqual([]);
  });

  it('that need a newer Go name it and the command that installs one', async () => {
    await installGo('1.19.8');
    const building = ensureEngines(['pause'], { run: fakeGo, env: env() });
    await expect(building).rejects.toThrow(
      /need Go 1\.26.* or later; .* is 1\.19\.8\. Install it with: pip install/
    );
    expect(existsSync(join(home, 'cache'))).toBe(false);
  });
});
