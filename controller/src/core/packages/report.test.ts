import { describe, expect, it } from 'vitest';
import { parseReport } from './report.js';

const SHA = 'ab'.repeat(32);

const item = (more: object = {}, archive: object = { hashes: { sha256: SHA } }) => ({
  metadata: {
    name: 'Py_App',
    version: '1.0',
    requires_dist: [
      'Dep>=1',
      'win; sys_platform=="win32"',
      'tester; extra == "test"',
      5
    ]
  },
  download_info: {
    url: 'https://me:secret@i.example/a/py_app-1.0%2Bcpu-py3-none-any.whl#sha256=x',
    archive_info: archive
  },
  is_direct: false,
  requested: true,
  ...more
});

const report = (...install: object[]) => JSON.stringify({ version: '1', install });

describe('a report', () => {
  it('names the wheels, without credentials', () => {
    expect(parseReport(report(item()))).toEqual([
      {
        name: 'py-app',
        version: '1.0',
        file: 'py_app-1.0+cpu-py3-none-any.whl',
        sha256: SHA,
        url: 'https://…@i.example/a/py_app-1.0%2Bcpu-py3-none-any.whl#sha256=x',
        isDirect: false,
        isYanked: false,
        requires: ['dep', 'win']
      }
    ]);
  });

  it.each([
    ['of the older form', { hash: `sha256=${SHA}` }, SHA],
    ['of another kind', { hash: 'md5=ab' }, undefined],
    ['that is none', { hashes: { sha256: 'short' } }, undefined],
    ['that is missing', {}, undefined]
  ])('takes a digest %s', (_, archive, expected) => {
    expect(parseReport(report(item({}, archive)))[0]?.sha256).toBe(expected);
  });

  it('says what was taken back, and what has an address', () => {
    const [wheel] = parseReport(report(item({ is_yanked: true, is_direct: true })));
    expect(wheel).toMatchObject({ isYanked: true, isDirect: true });
  });

  it.each([
    ['no JSON', 'oops', 'it is no JSON'],
    ['another version', '{"version":"2"}', 'it is of version 2'],
    ['no list', '{"version":"1"}', 'it lists no packages'],
    ['no name', report({ metadata: {} }), 'a package has no name or version'],
    [
      'a source',
      report(item({ download_info: { url: 'https://i/a-1.tar.gz' } })),
      'Py_App is no wheel'
    ]
  ])('is refused: %s', (_, text, message) => {
    expect(() => parseReport(text)).toThrow(new RangeError(message));
  });
});
