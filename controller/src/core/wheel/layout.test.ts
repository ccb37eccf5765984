import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../image/utf8.js';
import { layOutWheel, type PlacedFile } from './layout.js';
import type { WheelPlace } from './place.js';
import { parseRecord } from './record.js';
import { contentsOf } from './testing.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
const PLACE: WheelPlace = { python: '3.11', program: '/usr/bin/python3' };
const ROOT = 'opt/jkf-packages';
const SITE = `${ROOT}/lib/python3.11/site-packages`;

function placed(
  files: Readonly<Record<string, string>>,
  name = 'app'
): readonly PlacedFile[] {
  return layOutWheel(contentsOf(name, files, { hash }), PLACE, hash);
}

function textOf(files: readonly PlacedFile[], path: string): string | undefined {
  const from = files.find(file => file.path === path)?.from;
  return from instanceof Uint8Array ? fromUtf8(from) : undefined;
}

describe('a wheel in an image', () => {
  it('has its modules in one folder, and the rest where its scheme says', () => {
    const files = placed({
      'app/__init__.py': '',
      'app-1.0.data/purelib/pure.py': '',
      'app-1.0.data/platlib/fast.so': '',
      'app-1.0.data/headers/app.h': '',
      'app-1.0.data/data/share/app/x.txt': '',
      'app-1.0.data/scripts/run.sh': '#!/bin/sh\n'
    });
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual([
      `${SITE}/app-1.0.dist-info/WHEEL`,
      `${SITE}/app/__init__.py`,
      `${SITE}/pure.py`,
      `${SITE}/fast.so`,
      `${ROOT}/include/python3.11/app/app.h`,
      `${ROOT}/share/app/x.txt`,
      `${ROOT}/bin/run.sh`,
      `${SITE}/app-1.0.dist-info/INSTALLER`,
      `${SITE}/app-1.0.dist-info/RECORD`
    ]);
    expect(files.filter(({ mode }) => mode === 0o755).map(({ path }) => path)).toEqual([
      `${ROOT}/bin/run.sh`
    ]);
  });

  it('has programs for its entry points, which start the Python of the base', () => {
    const files = placed({
      'app-1.0.dist-info/entry_points.txt':
        '[console_scripts]\napp = app.cli:main\n[other]\nx = y:z\n'
    });
    expect(textOf(files, `${ROOT}/bin/app`)).toBe(
      "#!/usr/bin/python3\nimport sys\n\nfrom app.cli import main\n\nif __name__ == '__main__':\n    sys.exit(main())\n"
    );
  });

  it('has scripts that begin with the Python of the base where they ask for one', () => {
    const files = placed({
      'app-1.0.data/scripts/a': '#!python\nprint(1)\n',
      'app-1.0.data/scripts/b': '#!/usr/bin/env perl\n'
    });
    expect(textOf(files, `${ROOT}/bin/a`)).toBe('#!/usr/bin/python3\nprint(1)\n');
    expect(textOf(files, `${ROOT}/bin/b`)).toBeUndefined();
  });

  it('has no more than one program of a name: that which it brings itself', () => {
    const files = placed({
      'app-1.0.data/scripts/app': '#!/bin/sh\n',
      'app-1.0.dist-info/entry_points.txt': '[console_scripts]\napp = app:main\n'
    });
    expect(files.filter(({ path }) => path === `${ROOT}/bin/app`)).toHaveLength(1);
  });

  it('has a RECORD of every file that is there, with its digest', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/);
    const path = fc
      .tuple(
        fc.constantFrom('app', 'app-1.0.data/data/share', 'app-1.0.data/scripts'),
        name
      )
      .map(parts => parts.join('/'));
    fc.assert(
      fc.property(fc.dictionary(path, fc.string()), files => {
        const ascii = Object.fromEntries(
          Object.entries(files).map(([at, text]) => [at, JSON.stringify(text)])
        );
        const made = placed(ascii);
        const list = `${SITE}/app-1.0.dist-info/RECORD`;
        const rows = parseRecord(textOf(made, list) ?? '');
        for (const file of made.filter(each => each.path !== list)) {
          const up = file.path.startsWith(SITE)
            ? file.path.slice(SITE.length + 1)
            : `../../../${file.path.slice(ROOT.length + 1)}`;
          expect(rows.get(up)).toEqual({
            path: up,
            sha256: file.sha256,
            size: file.size
          });
        }
        expect(rows.size).toBe(made.length);
      })
    );
  });

  it('does not say that somebody else has installed it', () => {
    const files = placed({
      'app-1.0.dist-info/INSTALLER': 'pip',
      'app-1.0.dist-info/direct_url.json': '{}',
      'app-1.0.dist-info/RECORD.jws': ''
    });
    expect(files.map(({ path }) => path.slice(SITE.length + 1))).toEqual([
      ...['WHEEL', 'INSTALLER', 'RECORD'].map(each => `app-1.0.dist-info/${each}`)
    ]);
    expect(textOf(files, `${SITE}/app-1.0.dist-info/INSTALLER`)).toBe(
      'jupyterlab-kubeflow\n'
    );
  });

  it.each([
    ['../evil.py', 'the path "../evil.py" leads out of it'],
    ['/etc/passwd', 'the path "/etc/passwd" leads out of it'],
    ['app\\x.py', 'the path "app\\\\x.py" leads out of it'],
    ['app-1.0.data/data/../../x', 'leads out of it'],
    ['app-1.0.data/other/x', 'nobody knows where app-1.0.data/other/x belongs'],
    ['app-1.0.data/constructor/x', 'nobody knows where'],
    ['two-1.0.dist-info/METADATA', 'it has the metadata of several']
  ])('is refused for %s', (path, why) => {
    expect(() => placed({ [path]: '' })).toThrow(why);
  });

  it('is refused when two of its files have one place', () => {
    const files = { 'x.py': '', 'app-1.0.data/purelib/x.py': '' };
    expect(() => placed(files)).toThrow(`it has two files for /${SITE}/x.py`);
  });

  it('is refused when it is of somebody else', () => {
    const contents = contentsOf('app', {}, { hash, info: 'other-1.0.dist-info' });
    expect(() => layOutWheel(contents, PLACE, hash)).toThrow(
      'it is of other, not of app'
    );
  });

  it('is refused when it is of a form that nobody knows', () => {
    const files = { 'app-1.0.dist-info/WHEEL': 'Wheel-Version: 2.0\n' };
    expect(() => placed(files)).toThrow('it is of the form 2, not 1');
  });

  it('is refused when its RECORD does not name a file', () => {
    const contents = contentsOf('app', {}, { hash });
    const entries = [
      ...contents.entries,
      { path: 'more.py', size: 0, isExecutable: false }
    ];
    expect(() => layOutWheel({ ...contents, entries }, PLACE, hash)).toThrow(
      'its RECORD says nothing of more.py'
    );
  });

  it('is refused when a script is not what its RECORD says', () => {
    const path = 'app-1.0.data/scripts/a';
    const contents = contentsOf('app', { [path]: '#!python\n' }, { hash });
    const scripts = new Map([[path, Uint8Array.from([1])]]);
    expect(() => layOutWheel({ ...contents, scripts }, PLACE, hash)).toThrow(
      `${path} is not what its RECORD says`
    );
  });

  it.each([
    'app',
    'app = x',
    '../app = x:y',
    'a/b = x:y',
    '.. = x:y',
    'app = x:y; import os'
  ])('is refused for the entry point %s', line => {
    const text = `[console_scripts]\n${line}\n`;
    const files = { 'app-1.0.dist-info/entry_points.txt': text };
    expect(() => placed(files)).toThrow(`its entry point is none: ${line}`);
  });

  it('has a way round for a Python whose path no first line can hold', () => {
    const program = `/opt/my python/bin/python3`;
    const files = layOutWheel(
      contentsOf(
        'app',
        { 'app-1.0.dist-info/entry_points.txt': '[gui_scripts]\napp = app:main\n' },
        { hash }
      ),
      { ...PLACE, program },
      hash
    );
    expect(textOf(files, `${ROOT}/bin/app`)).toMatch(
      /^#!\/bin\/sh\n'''exec' "\/opt\/my python\/bin\/python3" "\$0" "\$@"\n' '''\nimport sys/
    );
  });
});
