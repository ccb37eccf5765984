import { describe, expect, it } from 'vitest';
import type { Digest } from '../image/digest.js';
import { MEDIA, type Descriptor } from '../image/types.js';
import { Memory } from './capabilities.js';
import { planPush, type PushFacts } from './push-plan.js';

const digestOf = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const layer = (letter: string, rest: Partial<Descriptor> = {}): Descriptor => ({
  mediaType: MEDIA.layerGzip,
  digest: digestOf(letter),
  size: 1,
  ...rest
});
const own = [digestOf('e'), digestOf('f')];
const to = { host: 'r.example', path: 'me/a' };
const facts: PushFacts = {
  from: { host: 'r.example', path: 'base' },
  to,
  layers: [layer('a'), layer('b'), layer('a')],
  own,
  known: { mounts: 'unknown', blobs: new Set() }
};
const kinds = (changes: Partial<PushFacts>): string =>
  planPush({ ...facts, ...changes })
    .base.map(({ kind }) => kind)
    .join(' ');

describe('a push', () => {
  it.each<[string, Partial<PushFacts>, string]>([
    ['mounts each layer once', {}, 'mount mount'],
    ['mounts nothing within a repository', { from: to }, 'skip skip'],
    [
      'copies from another registry',
      { from: { host: 'o.example', path: 'base' } },
      'copy copy'
    ],
    [
      'copies where mounts are refused',
      { known: { mounts: 'refused', blobs: new Set() } },
      'copy copy'
    ],
    [
      'passes over what is there',
      { known: { mounts: 'work', blobs: new Set([digestOf('a')]) } },
      'skip mount'
    ],
    [
      'leaves to nodes what must not be handed on',
      { layers: [layer('a', { mediaType: MEDIA.dockerForeign, urls: ['https://x'] })] },
      'skip'
    ]
  ])('%s', (_, changes, expected) => {
    expect(kinds(changes)).toBe(expected);
  });

  it('uploads of its own what is not there', () => {
    expect(planPush(facts).uploads).toEqual(own);
    const known = { mounts: 'work', blobs: new Set(own.slice(0, 1)) } as const;
    expect(planPush({ ...facts, known }).uploads).toEqual(own.slice(1));
  });

  it('knows Docker Hub by all its names', () => {
    const hub = {
      from: { host: 'docker.io', path: 'a' },
      to: { host: 'index.docker.io', path: 'b' }
    };
    expect(kinds(hub)).toBe('mount mount');
  });
});

describe('what was learnt of a repository', () => {
  it('adds up, is forgotten after minutes, and on demand', () => {
    const memory = new Memory();
    memory.learn(to, { mounts: 'work' }, 0);
    memory.learn(to, { blobs: own }, 1000);
    expect(memory.of(to, 2000)).toMatchObject({ mounts: 'work', blobs: new Set(own) });
    expect(memory.of(to, 11 * 60_000).blobs.size).toBe(0);
    memory.learn(to, { blobs: own }, 0);
    memory.forget(to);
    expect(memory.of(to, 0)).toEqual({ mounts: 'unknown', blobs: new Set() });
  });
});
