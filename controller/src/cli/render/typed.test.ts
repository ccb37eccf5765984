import { describe, expect, it } from 'vitest';
import { planWords, typed } from './typed.js';

describe('a hint', () => {
  it.each([
    ['jkf runs logs a', 'npm run jkf -- runs logs a'],
    ['Output: jkf runs logs a', 'Output: npm run jkf -- runs logs a'],
    ['jkf image packages --help', 'npm run jkf -- image packages --help'],
    ['a fault of jkf itself', 'a fault of jkf itself'],
    ['jkf run', 'jkf run']
  ])('%s', (text, expected) => {
    expect(typed(text, 'npm run jkf --')).toBe(expected);
    expect(typed(text, 'jkf')).toBe(text);
  });
});

describe('what makes a plan', () => {
  it('is repeated with its options, quoted for the shell', () => {
    const flags = { python: '/opt/py', param: ['lr=1', "name=it's me"], ranks: '2' };
    expect(planWords('my file.py', ['--epochs', '3'], flags)).toBe(
      `'my file.py' --ranks 2 -p lr=1 -p 'name=it'\\''s me' --python /opt/py -- --epochs 3`
    );
  });

  it('does not repeat a secret', () => {
    const flags = { env: ['API_TOKEN=hunter2', 'LEVEL=debug'] };
    expect(planWords('a.ipynb', [], flags)).toBe(
      "a.ipynb -e 'API_TOKEN=…' -e LEVEL=debug"
    );
    const patch = (name: string): string =>
      JSON.stringify([{ op: 'add', path: '/e/-', value: { name, value: 'hunter2' } }]);
    expect(planWords('a.ipynb', [], { patch: patch('API_TOKEN') })).toBe(
      "a.ipynb --patch '…'"
    );
    expect(planWords('a.ipynb', [], { patch: patch('LEVEL') })).toContain('hunter2');
  });
});
