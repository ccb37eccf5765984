import { expect, it } from 'vitest';
import { scopesOf, type Work } from './scope.js';

const HOST = 'r.example:5000';
const at = (path: string, host = HOST) => ({ host, path });

it.each<[string, Work, string, string[]]>([
  [
    'asks for all rights at once, to push first',
    { push: at('me/a'), pull: [at('base/py')] },
    '',
    ['repository:me/a:pull,push', 'repository:base/py:pull']
  ],
  [
    'asks one registry for what is there',
    { push: at('me/a', 'other'), pull: [at('base/py')] },
    '',
    ['repository:base/py:pull']
  ],
  [
    'names a repository once',
    { push: at('me/a'), pull: [at('me/a')] },
    'repository:me/a:pull',
    ['repository:me/a:pull,push']
  ],
  [
    'adds what a refusal asks for',
    { pull: [at('a')] },
    'repository:a:pull,delete registry:catalog:*',
    ['repository:a:pull,delete', 'registry:catalog:*']
  ],
  ['asks for nothing where nothing is done', { pull: [] }, '', []]
])('%s', (_, work, asked, expected) => {
  expect(scopesOf(work, HOST, asked)).toEqual(expected);
});
