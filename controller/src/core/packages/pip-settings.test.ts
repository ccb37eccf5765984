import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsOf, withoutLogin } from './pip-settings.js';

describe('settings of pip', () => {
  it('count as far as they decide what is found', () => {
    const file = [
      '# ours',
      '[global]',
      'index-url = https://me:secret@pypi.example/simple?token=1',
      'timeout = 10',
      'extra_index_url =',
      '    https://a.example/simple',
      '    https://b.example/simple',
      '[install]',
      'pre: true'
    ].join('\n');
    const env = { PIP_PREFER_BINARY: '1', PIP_RETRIES: '2', HOME: '/home/me' };
    expect(settingsOf([file, ''], env)).toEqual({
      lines: [
        ':env:.prefer-binary=1',
        'global.extra-index-url=https://a.example/simple https://b.example/simple',
        'global.index-url=https://pypi.example/simple',
        'install.pre=true'
      ],
      findLinks: []
    });
  });

  it('are others where another of two files counts', () => {
    const [a, b] = ['a', 'b'].map(host => `[global]\nindex-url = https://${host}/`);
    const lines = (...files: (string | undefined)[]): unknown =>
      settingsOf(files.map(String), {})?.lines;
    expect(lines(a, b)).not.toEqual(lines(b, a));
  });

  it('name folders of wheels', () => {
    const file = '[global]\nfind-links =\n  /wheels\n  https://w.example/\n';
    expect(settingsOf([file], { PIP_FIND_LINKS: '/more' })).toEqual({
      lines: [],
      findLinks: ['/more', '/wheels', 'https://w.example/']
    });
  });

  it.each(['constraint', 'requirement'])('cannot be told where a %s is', name => {
    expect(settingsOf([`[install]\n${name} = /a.txt`], {})).toBeUndefined();
    const variable = `PIP_${name.toUpperCase()}`;
    expect(settingsOf([], { [variable]: '/a.txt' })).toBeUndefined();
    expect(settingsOf([], { [variable]: '' })).toEqual({ lines: [], findLinks: [] });
  });

  it('are the same for two who have other passwords', () => {
    const word = fc.stringMatching(/^[\w.~-]{1,12}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const file = `[global]\nindex-url=https://${user}:${password}@i.example/simple`;
        const { lines } = settingsOf([file], {}) ?? { lines: [] };
        expect(lines).toEqual(['global.index-url=https://i.example/simple']);
      })
    );
    expect(withoutLogin('http://u@h/a#x=1')).toBe('http://h/a');
  });
});
