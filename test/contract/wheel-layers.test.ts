/** Layers of wheels, held against what pip installs and what Python imports. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LayerFiles } from '../../controller/src/adapters/packages/layer-files.js';
import { gzipLayer } from '../../controller/src/adapters/registry/gzip.js';
import { zipOf } from '../../controller/src/core/packages/zip.js';
import { pathFileText, siteFolderOf } from '../../controller/src/core/wheel/place.js';
import type { FetchedWheel, LayerFile } from '../../controller/src/ports/packages.js';
import { recorded } from './support/package-index.js';
import { NO_PIP, PIP_ENV, PYTHON as FOUND } from './support/resolving.js';

const PYTHON = FOUND ?? '';
const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

const OPTIONS = { hash, compress: gzipLayer };

const INFO = 'app_kit-1.0.dist-info';

/** With all that a wheel can bring. */
const FILES: Readonly<Record<string, string>> = {
  'app_kit/__init__.py': 'VERSION = "1.0"\n',
  'app_kit/cli.py': 'def main():\n    print("hello")\n    return 3\n',
  'app_kit-1.0.data/purelib/pure_kit.py': '',
  'app_kit-1.0.data/scripts/kit-script':
    '#!python\nimport app_kit\nprint(app_kit.VERSION)\n',
  'app_kit-1.0.data/data/share/kit/a b.txt': 'data',
  'app_kit-1.0.data/headers/kit.h': '#pragma once\n',
  'kit.pth': 'import sys; sys.kit = 1\n',
  [`${INFO}/METADATA`]: 'Metadata-Version: 2.1\nName: app-kit\nVersion: 1.0\n',
  [`${INFO}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  [`${INFO}/entry_points.txt`]: '[console_scripts]\nkit = app_kit.cli:main\n'
};

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    env: PIP_ENV,
    stdio: ['ignore', 'pipe', 'pipe']
  }).toString();
}

/** Paths and bytes of files, without what is said of the installation. */
function filesIn(folder: string): Map<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !/INSTALLER|REQUESTED|RECORD|direct_url|pyvenv|\.pyc$/.test(path));
  return new Map(
    found
      .map(path => [relative(folder, path), readFileSync(path, 'utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  );
}

describe.skipIf(PYTHON === '')(`wheels in a layer${NO_PIP}`, () => {
  let folder = '';
  let venv = '';
  let minor = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-layers-'));
    venv = join(folder, 'venv');
    run(PYTHON, ['-m', 'venv', '--without-pip', venv]);
    [minor = ''] = readdirSync(join(venv, 'lib')).map(name =>
      name.slice('python'.length)
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function wheel(
    files: Readonly<Record<string, string>> = recorded(INFO, FILES),
    name = 'app-kit'
  ): FetchedWheel {
    const bytes = zipOf(files);
    const file = `${name.replaceAll('-', '_')}-1.0-py3-none-any.whl`;
    const path = join(folder, file);
    writeFileSync(path, bytes);
    const sha256 = hash(bytes);
    return { ref: { name, version: '1.0', file, sha256, size: bytes.length }, path };
  }

  function make(wheels: readonly FetchedWheel[], where = 'layers'): Promise<LayerFile> {
    const place = { python: minor, program: join(venv, 'bin', 'python') };
    return new LayerFiles(join(folder, where), OPTIONS).make('key', wheels, { place });
  }

  /** The folder of what is added. */
  function unpack({ path }: LayerFile): string {
    const root = join(folder, 'root');
    mkdirSync(root, { recursive: true });
    run('tar', ['-xzf', path, '-C', root]);
    return join(root, 'opt', 'jkf-packages');
  }

  /** As the image's Python looks for them. */
  function addTo(python: string, added: string): void {
    const site = join(added, relative('/opt/jkf-packages', siteFolderOf(minor)));
    const text = pathFileText(minor).replace(siteFolderOf(minor), site);
    writeFileSync(
      join(python, 'lib', `python${minor}`, 'site-packages', 'a.pth'),
      text
    );
  }

  it('are the files that pip installs', async () => {
    const added = unpack(await make([wheel()]));
    const other = join(folder, 'other');
    run(PYTHON, ['-m', 'venv', '--without-pip', other]);
    const before = filesIn(other);
    const python = join(other, 'bin', 'python');
    const options = ['--no-deps', '--no-index', '--no-compile'];
    const [file] = readdirSync(folder).filter(each => each.endsWith('.whl'));
    run(PYTHON, [
      ...['-m', 'pip', '--python', python, 'install', ...options],
      join(folder, file ?? '')
    ]);
    const theirs = [...filesIn(other).keys()]
      .filter(path => !before.has(path) && !path.startsWith('lib64'))
      .map(path => path.replace('include/site/', 'include/'));
    const ours = filesIn(added);
    expect([...ours.keys()]).toEqual(theirs.sort());
    const mode = statSync(join(added, 'bin', 'kit')).mode & 0o777;
    expect(mode).toBe(0o755);
  });

  it('are imported before what the base has, and their programs run', async () => {
    const site = join(venv, 'lib', `python${minor}`, 'site-packages');
    mkdirSync(join(site, 'app_kit'));
    writeFileSync(join(site, 'app_kit', '__init__.py'), 'VERSION = "0.1"\n');
    mkdirSync(join(site, 'app_kit-0.1.dist-info'));
    writeFileSync(
      join(site, 'app_kit-0.1.dist-info', 'METADATA'),
      'Name: app-kit\nVersion: 0.1\n'
    );
    const added = unpack(await make([wheel()]));
    addTo(venv, added);
    const code = [
      'import app_kit, sys, json, importlib.metadata as m',
      'print(app_kit.VERSION, m.version("app-kit"), sys.kit, json.__file__ > "")'
    ].join('\n');
    for (const flags of [[], ['-I'], ['-s']]) {
      const said = run(join(venv, 'bin', 'python'), [...flags, '-c', code]);
      expect(said).toBe('1.0 1.0 1 True\n');
    }
    expect(run(join(added, 'bin', 'kit-script'), [])).toBe('1.0\n');
    expect(() => run(join(added, 'bin', 'kit'), [])).toThrow(/kit/);
  });

  it('know their files, as Python says when it is asked', async () => {
    const added = unpack(await make([wheel()]));
    addTo(venv, added);
    const code = [
      'import importlib.metadata as m',
      'd = m.distribution("app-kit")',
      'bad = [str(f) for f in d.files if f.hash and not f.locate().is_file()]',
      'print(bad, len(d.files), d.read_text("INSTALLER").strip())'
    ].join('\n');
    const said = run(join(venv, 'bin', 'python'), ['-c', code]);
    expect(said).toBe('[] 13 jupyterlab-kubeflow\n');
  });

  it('are the same bytes wherever they are made, and are found again', async () => {
    const [one, two] = [await make([wheel()]), await make([wheel()], 'elsewhere')];
    expect(two.descriptor).toEqual(one.descriptor);
    expect(hash(readFileSync(one.path))).toBe(one.descriptor.digest.slice(7));
    const files = new LayerFiles(join(folder, 'layers'), OPTIONS);
    expect(await files.known('key')).toEqual(one);
    expect(await files.known('other')).toBeUndefined();
    for (const name of ['a', 'b', 'a']) await files.pushed('key', `r.example/${name}`);
    await files.pushed('other', 'r.example/c');
    const repositories = ['r.example/a', 'r.example/b'];
    expect(await files.known('key')).toEqual({ ...one, repositories });
    writeFileSync(one.path, 'cut');
    expect(await files.known('key')).toBeUndefined();
  });

  it('have what wheels have compressed as it is, and readers see no difference', async () => {
    const large = Array.from({ length: 60_000 }, (_, i) => String(i ** 2)).join('\n');
    const files = recorded(INFO, { ...FILES, 'app_kit/data.txt': large });
    const one = wheel(files);
    writeFileSync(join(folder, 'files.json'), JSON.stringify(files));
    const code = [
      'import json, sys, zipfile',
      'files = json.load(open(sys.argv[1]))',
      "with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as z:",
      '    for name, text in files.items(): z.writestr(name, text)'
    ].join('\n');
    run(PYTHON, ['-c', code, join(folder, 'files.json'), one.path]);
    const layer = await make([one]);
    const added = unpack(layer);
    const site = join(added, relative('/opt/jkf-packages', siteFolderOf(minor)));
    expect(readFileSync(join(site, 'app_kit', 'data.txt'), 'utf8')).toBe(large);
    const whole = execFileSync('gzip', ['-dc', layer.path], { maxBuffer: 1 << 26 });
    expect(`sha256:${hash(whole)}`).toBe(layer.diffId);
    expect(hash(readFileSync(layer.path))).toBe(layer.descriptor.digest.slice(7));
    const raw = readFileSync(one.path);
    const at = raw.indexOf('app_kit/data.txt') + 'app_kit/data.txt'.length;
    expect(readFileSync(layer.path).includes(raw.subarray(at, at + 60_000))).toBe(true);
  });

  it('are told of files that two of them bring', async () => {
    const info = 'other-1.0.dist-info';
    const other = recorded(info, {
      'app_kit/cli.py': 'x = 1\n',
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\n'
    });
    const layer = await make([wheel(), wheel(other, 'other')]);
    expect(layer.overlaps).toEqual([
      {
        path: `${siteFolderOf(minor).slice(1)}/app_kit/cli.py`,
        wheels: ['app-kit', 'other']
      }
    ]);
  });

  it.each([
    ['a file is not what its RECORD says', { 'app_kit/cli.py': 'changed' }],
    [
      'a script is not what its RECORD says',
      { 'app_kit-1.0.data/scripts/kit-script': '' }
    ],
    ['a path leads out of it', { '../../evil.py': '' }],
    ['it has a file that RECORD does not name', { 'more.py': '' }]
  ])('are refused, and nothing is left of them, when %s', async (_, change) => {
    const changed = wheel({ ...recorded(INFO, FILES), ...change });
    const made = make([changed]);
    await expect(made).rejects.toMatchObject({
      problem: { code: 'wheel-unusable', params: { file: basename(changed.path) } }
    });
    mkdirSync(join(folder, 'layers'), { recursive: true });
    expect(readdirSync(join(folder, 'layers'))).toEqual([]);
  });

  it('are refused when they are no archives', async () => {
    const one = wheel();
    writeFileSync(one.path, 'no archive at all');
    await expect(make([one])).rejects.toMatchObject({
      problem: { code: 'wheel-unusable' }
    });
  });
});
