/** Packages that no index has, taken as they are installed: by the real pip and Python. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PipResolver } from '../../controller/src/adapters/packages/resolver.js';
import { WheelArchive } from '../../controller/src/adapters/packages/wheel-archive.js';
import type { ChosenWheel } from '../../controller/src/core/packages/report.js';
import { hash } from './support/appending.js';
import { PackageIndex, wheelOf } from './support/package-index.js';
import { NO_PIP, PIP_ENV, PYTHON, questionFor } from './support/resolving.js';

describe.skipIf(PYTHON === undefined)(`what is installed${NO_PIP}`, () => {
  const index = new PackageIndex();
  index.wheel('dep', '1.0');
  let folder = '';
  let site = '';
  let resolver: PipResolver;
  const place = (): { python: string; env: Record<string, string> } => ({
    python: PYTHON ?? '',
    env: { PYTHONPATH: site }
  });
  const wheels = async (...names: string[]): Promise<readonly string[]> => {
    const found = await resolver.installed(names, place());
    return found === undefined ? [] : readdirSync(found).map(name => join(found, name));
  };
  /** Has pip install a wheel as it does for a kernel. */
  const install = (name: string, spec: Parameters<typeof wheelOf>[2] = {}): void => {
    const tag = spec.tag ?? 'py3-none-any';
    const file = join(folder, `${name}-1.0-${tag}.whl`);
    writeFileSync(file, wheelOf(name, '1.0', spec));
    const pip = ['-m', 'pip', 'install', '--no-deps', '--no-index', '--target', site];
    execFileSync(PYTHON ?? '', [...pip, file], { env: PIP_ENV, stdio: 'pipe' });
    rmSync(file);
  };

  beforeAll(async () => {
    await index.start();
    folder = mkdtempSync(join(tmpdir(), 'jkf-installed-'));
    site = join(folder, 'site');
    mkdirSync(site);
    resolver = new PipResolver({ env: PIP_ENV, cache: join(folder, 'cache') });
    install('own', { requires: ['dep'] });
    install('compiled', { tag: 'py3-none-linux_x86_64' });
    install('broken');
    rmSync(join(site, 'broken.py'));
    const plain = join(site, 'plain-1.0.dist-info');
    mkdirSync(plain);
    writeFileSync(join(plain, 'METADATA'), 'Name: plain\nVersion: 1.0\n');
  });
  afterAll(() => {
    index.dispose();
    rmSync(folder, { recursive: true });
  });

  it('is a wheel again, with the same files, and always the same one', async () => {
    const [path = ''] = await wheels('own');
    expect(path).toMatch(/own-1\.0-py3-none-any\.whl$/);
    expect(await wheels('own')).toEqual([path]);
    const ref = {
      ...{ name: 'own', version: '1.0', file: 'own-1.0-py3-none-any.whl' },
      ...{ sha256: hash(readFileSync(path)), size: readFileSync(path).length }
    };
    // Its RECORD is checked as that of any wheel.
    const archive = await WheelArchive.open(
      { ref, path },
      { python: '3.11', program: '/usr/bin/python3' },
      hash
    );
    expect(archive.files.map(file => file.path).join(' ')).toContain('/own.py');
    archive.close();
  });

  it('has what pip finds where no index has it, and its needs from the index', async () => {
    const links = (await resolver.installed(['own'], place())) ?? '';
    const question = questionFor(index, ['own==1.0'], {
      sources: { findLinks: [links] }
    });
    const answer = await resolver.resolve(question);
    const chosen: readonly ChosenWheel[] = answer.ok ? answer.chosen : [];
    expect(chosen.map(({ name }) => name).sort()).toEqual(['dep', 'own']);
    const [fetched] = await resolver.fetch(
      chosen.filter(({ name }) => name === 'own'),
      question
    );
    expect(fetched?.ref.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('was compiled here, and says which C library it wants', async () => {
    const [path = ''] = await wheels('compiled');
    expect(path).toMatch(/compiled-1\.0-py3-none-manylinux_\d+_\d+_x86_64\.whl$/);
  });

  it.each([
    ['is not there', 'nowhere'],
    ['lacks a file', 'broken'],
    ['has no RECORD', 'plain']
  ])('and %s is no wheel', async (_, name) => {
    expect(await wheels(name)).toEqual([]);
  });

  it('by a Python that is broken is nothing', async () => {
    expect(
      await resolver.installed(['own'], { python: '/nonexistent', env: {} })
    ).toBeUndefined();
  });
});
