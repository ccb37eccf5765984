import { describe, expect, it } from 'vitest';
import type { ClusterTarget } from '../core/cluster/target.js';
import { parseTarget } from './places.js';

const target = (context: string, namespace: string): ClusterTarget => ({
  ...{ context, namespace, cluster: 'c', server: 'https://s', user: 'u' },
  ...{ userKind: 'token', current: false }
});

const clusters = {
  targets: () =>
    Promise.resolve([
      target('dev', 'default'),
      target('arn:aws:eks:eu:1:cluster/prod', 'ml'),
      target('a', 'x'),
      target('a/b', 'y')
    ])
};

describe('a target as it is typed', () => {
  it.each([
    ['dev', 'dev', 'default'],
    ['dev/team-a', 'dev', 'team-a'],
    ['arn:aws:eks:eu:1:cluster/prod', 'arn:aws:eks:eu:1:cluster/prod', 'ml'],
    ['arn:aws:eks:eu:1:cluster/prod/b', 'arn:aws:eks:eu:1:cluster/prod', 'b'],
    ['a/b', 'a/b', 'y'],
    ['a/c', 'a', 'c']
  ])('%s is the context %s and the namespace %s', async (text, context, namespace) => {
    const ref = await parseTarget(text, clusters);
    expect(ref).toEqual({ kind: 'cluster', context, namespace });
  });

  it('may be this computer', async () => {
    expect(await parseTarget('local', clusters)).toEqual({ kind: 'local' });
  });

  it.each(['lost', 'lost/team-a', 'dev/', ''])('%j is none', async text => {
    await expect(parseTarget(text, clusters)).rejects.toMatchObject({
      problem: { code: 'context-missing' }
    });
  });
});
