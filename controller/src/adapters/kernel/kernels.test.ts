import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalKernels } from './kernels.js';

const PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8'
}).trim();

describe('a kernel of this computer', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const kernels = (
    env: Record<string, string | undefined> = process.env
  ): LocalKernels =>
    new LocalKernels({
      env,
      home: folder,
      platform: 'linux',
      cache: join(folder, 'cache'),
      cwd: folder
    });

  it('says its version, its standard library and its distributions', async () => {
    const local = kernels();
    const facts = await local.inspect(await local.named(PYTHON));
    const version = execFileSync(PYTHON, [
      '-c',
      'import platform; print(platform.python_version())'
    ]);
    expect(facts.version).toBe(String(version).trim());
    expect(facts.stdlib).toContain('sys');
    expect(facts.implementation).toBe('CPython');
  });

  it('is asked again when a package was added, and not before', async () => {
    const site = join(folder, 'site');
    await mkdir(site);
    const env = { ...process.env, PYTHONPATH: site };
    const names = async (): Promise<string[]> => {
      const local = kernels(env);
      const facts = await local.inspect(await local.named(PYTHON));
      return facts.distributions.map(found => found.name);
    };
    expect(await names()).not.toContain('added');
    const cached = join(folder, 'cache');
    const written = (await stat(cached)).mtimeMs;
    await names();
    expect((await stat(cached)).mtimeMs).toBe(written);
    await mkdir(join(site, 'Added-1.0.dist-info'));
    await writeFile(
      join(site, 'Added-1.0.dist-info', 'METADATA'),
      'Metadata-Version: 2.1\nName: Added\nVersion: 1.0\n'
    );
    await utimes(site, new Date(), new Date(Date.now() + 5_000));
    expect(await names()).toContain('added');
  });

  it('is asked with the variables of its kernelspec', async () => {
    const site = join(folder, 'site');
    await mkdir(join(site, 'Mine-2.0.dist-info'), { recursive: true });
    await writeFile(
      join(site, 'Mine-2.0.dist-info', 'METADATA'),
      'Metadata-Version: 2.1\nName: Mine\nVersion: 2.0\n'
    );
    const local = kernels();
    const kernel = { ...(await local.named(PYTHON)), env: { PYTHONPATH: site } };
    const { distributions } = await local.inspect(kernel);
    expect(distributions.find(({ name }) => name === 'mine')?.version).toBe('2.0');
  });

  it('says which modules of its path no distribution names', async () => {
    const site = join(folder, 'site');
    await mkdir(join(site, 'packed'), { recursive: true });
    await writeFile(
      join(site, 'packed', '__init__.py'),
      'raise SystemExit("imported")'
    );
    await writeFile(join(site, 'single.py'), 'raise SystemExit("imported")');
    const local = kernels();
    const kernel = { ...(await local.named(PYTHON)), env: { PYTHONPATH: site } };
    const { modules = [], distributions } = await local.inspect(kernel);
    expect(modules).toEqual(expect.arrayContaining(['packed', 'single']));
    expect(modules).not.toContain('json');
    const packaged = distributions.flatMap(({ imports }) => imports);
    expect(modules.filter(name => packaged.includes(name))).toEqual([]);
  });

  it('compiles without running: a fault has its line', async () => {
    const local = kernels();
    const kernel = await local.named(PYTHON);
    expect(await local.compile(kernel, 'raise SystemExit(3)\n')).toBeUndefined();
    expect(await local.compile(kernel, 'x = 1\nx = = 2\n')).toMatchObject({ line: 2 });
    expect(await local.compile(kernel, 'x = "\ud800"\n')).toBeUndefined();
  });

  it('is asked about a text once, and starts no program for the click after', async () => {
    const python = join(folder, 'python');
    const asked = join(folder, 'asked');
    const script = `#!/bin/sh\necho >> '${asked}'\nexec '${PYTHON}' "$@"\n`;
    await writeFile(python, script, { mode: 0o755 });
    const local = kernels();
    const kernel = await local.named(python);
    const texts = Array.from({ length: 33 }, (_, i) => `x = ${String(i)} +\n`);
    const starts = async (): Promise<number> => (await stat(asked)).size;
    for (const text of texts.slice(0, 2).concat(texts.slice(0, 2))) {
      expect(await local.compile(kernel, text)).toMatchObject({ line: 1 });
    }
    expect(await starts()).toBe(2);
    for (const text of texts.slice(1)) await local.compile(kernel, text);
    expect(await starts()).toBe(33);
    // Only so many are kept: the one that was asked longest ago is asked anew.
    await local.compile(kernel, texts[0] ?? '');
    expect(await starts()).toBe(34);
  });

  it('that has no kernelspec but is python3 is the first Python on the PATH', async () => {
    await mkdir(join(folder, 'bin'));
    await symlink(PYTHON, join(folder, 'bin', 'python3'));
    const found = await kernels({ PATH: join(folder, 'bin') }).find();
    expect(found).toEqual({
      python: join(folder, 'bin', 'python3'),
      origin: 'path',
      env: {}
    });
  });

  it('is listed with its interpreter, or without when that is gone', async () => {
    const kernelJson = { ok: PYTHON, gone: join(folder, 'bin', 'python3'), r: 'R' };
    for (const [name, command] of Object.entries(kernelJson)) {
      const place = join(folder, 'data', 'kernels', name);
      await mkdir(place, { recursive: true });
      await writeFile(
        join(place, 'kernel.json'),
        JSON.stringify({ argv: [command, '-m', 'kernel'] })
      );
    }
    const listed = await kernels({ JUPYTER_PATH: join(folder, 'data') }).list();
    expect(listed.filter(({ name }) => Object.hasOwn(kernelJson, name))).toEqual([
      { name: 'gone' },
      { name: 'ok', python: PYTHON }
    ]);
  });

  it.each([
    [
      'an unknown kernel',
      'kernel-missing',
      (l: LocalKernels) => l.find('no-such-kernel')
    ],
    [
      'an unknown interpreter',
      'python-not-found',
      (l: LocalKernels) => l.named('no-such-python')
    ],
    [
      'an interpreter that is none',
      'interpreter-broken',
      async (l: LocalKernels) => l.inspect(await l.named('/bin/false'))
    ]
  ])('%s is %s', async (_what, code, act) => {
    await expect(act(kernels())).rejects.toMatchObject({ problem: { code } });
  });
});
