import { describe, expect, it } from 'vitest';
import { inventoryOf } from './inventory.js';
import type { Member } from './members.js';

/** `a/` is a folder, `a -> b` a link, `a = b` another name, all else a file. */
function members(...lines: string[]): Member[] {
  return lines.map(line => {
    const [, name = '', sign, target = ''] =
      /^(\S+)(?: (->|=) (\S+))?$/.exec(line) ?? [];
    if (sign === '->') return { name, kind: 'symlink', target };
    if (sign === '=') return { name, kind: 'hardlink', target };
    return { name, kind: name.endsWith('/') ? 'folder' : 'file' };
  });
}

const OFFICIAL = members(
  'usr/local/bin/python3 -> python3.11',
  'usr/local/bin/python3.11',
  'usr/local/lib/python3.11/os.py',
  'usr/lib/x86_64-linux-gnu/libc.so.6'
);
const SITE = 'usr/local/lib/python3.11/site-packages';

const numpy = (version: string): Member => ({
  name: `${SITE}/numpy-${version}.dist-info/METADATA`,
  kind: 'file'
});

describe('an inventory', () => {
  it('has the Python, the C library and the distributions of an image', () => {
    expect(inventoryOf([OFFICIAL, [numpy('2.1.0')]])).toEqual({
      python: '3.11',
      program: '/usr/local/bin/python3',
      pathFolder: '/usr/local/lib/python3.11/site-packages',
      libc: 'glibc',
      sitePackages: [`/${SITE}`],
      distributions: { numpy: '2.1.0' },
      requires: {}
    });
  });

  it('passes over paths that no system can have, at once', () => {
    const deep = 'a/'.repeat(50_000);
    const hostile: Member[] = [
      { name: `${deep}bin/python3`, kind: 'file' },
      { name: 'usr/local/bin/python3', kind: 'symlink', target: deep }
    ];
    expect(inventoryOf([OFFICIAL, hostile]).python).toBe('3.11');
  });

  it('takes names and needs from metadata that could be read', () => {
    const text =
      'Metadata-Version: 2.1\r\nName: Py_Torch\r\nVersion: 2.1.0+cpu\r\nRequires-Dist: numpy<2; extra == "np"\r\n\r\nName: prose\r\n';
    const name = `${SITE}/py_torch-2.1.0.dist-info/METADATA`;
    const { distributions, requires } = inventoryOf([
      [...OFFICIAL, { name, kind: 'file', text }]
    ]);
    expect(distributions).toEqual({ 'py-torch': '2.1.0+cpu' });
    expect(requires).toEqual({ 'py-torch': ['numpy<2; extra == "np"'] });
  });

  it.each([
    ['a file that is removed', `${SITE}/numpy-1.0.dist-info/.wh.METADATA`],
    ['a folder that is removed', `${SITE}/.wh.numpy-1.0.dist-info`],
    ['a folder above it that is removed', 'usr/local/lib/.wh.python3.11'],
    ['a folder that is emptied', `${SITE}/.wh..wh..opq`],
    ['a file in the place of its folder', `${SITE}/numpy-1.0.dist-info`]
  ])('has not what a higher layer takes away: %s', (_, line) => {
    const { distributions } = inventoryOf([OFFICIAL, [numpy('1.0')], members(line)]);
    expect(distributions).toEqual({});
  });

  it('takes no file for one that has become a folder', () => {
    const info = 'usr/lib/python3/dist-packages/b-1.egg-info';
    const bare = members('usr/bin/python3.11', 'usr/bin/python3 -> python3.11', info);
    expect(inventoryOf([bare]).distributions).toEqual({ b: '1' });
    const folder = members(`${info}/top_level.txt`);
    expect(inventoryOf([bare, folder]).distributions).toEqual({});
  });

  it('removes what lower layers have, not what the same layer brings', () => {
    const upgrade = [numpy('2.0'), ...members(`${SITE}/.wh..wh..opq`)];
    expect(inventoryOf([OFFICIAL, [numpy('1.0')], upgrade]).distributions).toEqual({
      numpy: '2.0'
    });
  });

  it('follows folders that are links, also when a layer writes through them', () => {
    const merged = members('bin -> usr/bin', 'lib -> usr/lib', './usr/bin/');
    const later = members('bin/python3 -> python3.12', 'bin/python3.12');
    const found = inventoryOf([
      merged,
      [...later, ...members('lib/python3/dist-packages/six-1.16.0.egg-info')]
    ]);
    expect(found.python).toBe('3.12');
    expect(found.distributions).toEqual({ six: '1.16.0' });
  });

  it('knows Debian’s folders, and which of two Pythons is meant', () => {
    const debian = members(
      ...['usr/bin/python3 -> python3.11', 'usr/bin/python3.11'],
      ...['usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO'],
      ...['usr/lib/python3/dist-packages/zipp-1.0-py3.11.egg-info'],
      ...['usr/local/lib/python3.11/dist-packages/zipp-3.0.dist-info/METADATA']
    );
    expect(inventoryOf([debian])).toMatchObject({
      distributions: { pyyaml: '6.0', zipp: '3.0' }
    });
    const both = [debian, OFFICIAL, [numpy('1.0')]];
    expect(inventoryOf(both).distributions).toEqual({ numpy: '1.0' });
    const first = { Env: ['PATH=/usr/bin:/usr/local/bin'] };
    expect(Object.keys(inventoryOf(both, first).distributions)).toEqual([
      'pyyaml',
      'zipp'
    ]);
  });

  it('knows Debian’s folders before there is anything in them', () => {
    const bare = members('usr/bin/python3.11', 'usr/bin/python3 -> python3.11');
    const { sitePackages } = inventoryOf([bare, members('etc/debian_version')]);
    expect(sitePackages).toContain('/usr/local/lib/python3.11/dist-packages');
    const fedora = members(
      'usr/lib64/python3.11/site-packages/six-1.dist-info/METADATA'
    );
    const found = inventoryOf([bare, fedora]);
    expect(found.distributions).toEqual({ six: '1' });
    expect(found.sitePackages).toContain('/usr/local/lib/python3.11/site-packages');
  });

  it('follows alternatives to the end', () => {
    const links = members(
      ...['usr/bin/python3 -> /etc/alternatives/python3', 'usr/bin/python3.9'],
      'etc/alternatives/python3 -> /usr/bin/python3.9'
    );
    expect(inventoryOf([links]).python).toBe('3.9');
  });

  it.each([
    ['closed', 'false', { six: '2' }],
    ['open', 'true', { numpy: '1.0', six: '2' }]
  ])('looks into a virtual environment that is %s', (_, value, expected) => {
    const text = `home = /usr/local/bin\ninclude-system-site-packages = ${value}\nversion = 3.11.2\n`;
    const venv: Member[] = [
      ...members('opt/venv/bin/python3 -> /usr/local/bin/python3'),
      ...members('opt/venv/lib/python3.11/site-packages/six-2.dist-info/METADATA'),
      { name: 'opt/venv/pyvenv.cfg', kind: 'file', text }
    ];
    const config = { Env: ['PATH=/opt/venv/bin:/usr/local/bin'] };
    const found = inventoryOf([OFFICIAL, [numpy('1.0')], venv], config);
    expect(found).toMatchObject({ python: '3.11', venv: '/opt/venv' });
    expect(found.distributions).toEqual(expected);
  });

  it.each([
    ['its library', ['opt/py/bin/python3', 'opt/py/lib/python3.13/os.py'], '3.13'],
    ['its other name', ['opt/py/bin/python3 = opt/py/bin/python3.10'], '3.10'],
    ['nothing', ['opt/py/bin/python3'], undefined]
  ])('tells a Python without a version in its name by %s', (_, lines, expected) => {
    const config = { Env: ['PATH=/opt/py/bin'] };
    expect(inventoryOf([members(...lines)], config).python).toBe(expected);
  });

  it('looks into folders that variables name', () => {
    const paths = ['/extra', '/home/me/.local/lib/python3.11/site-packages'];
    const files = paths.map(path => `${path.slice(1)}/six-1.dist-info/METADATA`);
    const config = { Env: ['PYTHONPATH=/extra', 'HOME=/home/me'] };
    const of = (file: string) => inventoryOf([OFFICIAL, members(file)], config);
    expect(files.map(file => of(file).distributions)).toEqual([
      { six: '1' },
      { six: '1' }
    ]);
  });

  it.each([
    ['musl', ['lib/ld-musl-x86_64.so.1'], { libc: 'musl' }],
    [
      'musl with a stand-in for glibc',
      ['lib/ld-musl-x86_64.so.1', 'lib/libc.so.6 -> libgcompat.so.0'],
      { libc: 'musl' }
    ],
    [
      'glibc beside musl',
      ['lib/ld-musl-x86_64.so.1', 'lib/x86_64-linux-gnu/libc.so.6'],
      { libc: 'glibc' }
    ],
    [
      'an older glibc',
      ['lib64/libc.so.6 -> libc-2.28.so', 'lib64/libc-2.28.so'],
      { libc: 'glibc', glibc: '2.28' }
    ],
    ['none', ['bin/busybox'], { libc: 'unknown' }]
  ])('knows %s', (_, lines, expected) => {
    expect(inventoryOf([members(...lines)])).toMatchObject(expected);
  });

  it.each([
    ['nothing', []],
    ['a broken link', ['usr/bin/python3 -> gone']],
    ['links in a circle', ['usr/bin/python3 -> python', 'usr/bin/python -> python3']],
    ['version 2', ['usr/bin/python -> python2.7', 'usr/bin/python2.7']]
  ])('finds no Python in %s', (_, lines) => {
    const found = inventoryOf([members(...lines)]);
    expect(found).toMatchObject({ sitePackages: [], distributions: {} });
    expect(found.python).toBeUndefined();
  });
});
