import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, Settings } from '@jupyterlab-kubeflow/protocol';
import {
  changeSettings,
  readSettings,
  sameSettings,
  storedSettings
} from './settings.js';

describe('stored settings', () => {
  it.each([[undefined], [null], ['text'], [[1]]])('%j holds none', async stored => {
    expect(await readSettings(stored)).toBeUndefined();
  });

  it.each([
    [{}, {}],
    [
      { ranks: 3, framework: 'torch' },
      { ranks: 3, framework: 'torch' }
    ],
    [{ ranks: '3', mode: 'file', framework: 'jax', unknown: 1 }, {}],
    [
      { include: ['a'], exclude: [1], env: { A: 'b' } },
      { include: ['a'], env: { A: 'b' } }
    ],
    [{ env: { A: 1 }, parameters: { epochs: 3 } }, { parameters: { epochs: 3 } }]
  ])('%j is read as %j and the defaults', async (stored, read) => {
    expect(await readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, ...read });
  });

  it('are only what was chosen, and read back as they were', async () => {
    const settings = { ...DEFAULT_SETTINGS, ranks: 2, include: ['a.csv'] };
    expect(storedSettings(settings)).toEqual({ ranks: 2, include: ['a.csv'] });
    expect(await readSettings(storedSettings(settings))).toEqual(settings);
  });
});

describe('stored settings about a cluster', () => {
  it('lose what is of another version, and nothing else', async () => {
    const cluster = { cpu: 'two', queue: 'team', gpu: { count: 0 }, later: 1 };
    const stored = { ranks: 2, target: { kind: 'moon' }, cluster };
    expect(await readSettings(stored)).toEqual({
      ...DEFAULT_SETTINGS,
      ranks: 2,
      cluster: { queue: 'team' }
    });
  });

  it('may be anything at all', async () => {
    const arbitrary = fc.record(
      { target: fc.jsonValue(), cluster: fc.jsonValue(), ranks: fc.constant(3) },
      { requiredKeys: ['ranks'] }
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, async stored => {
        const read = await readSettings(stored);
        expect(Settings.safeParse(read).success).toBe(true);
        expect(read?.ranks).toBe(3);
      })
    );
  });
});

describe('a change of settings', () => {
  it('leaves to the plan what becomes undefined', () => {
    const chosen = changeSettings(DEFAULT_SETTINGS, { mode: 'notebook', ranks: 2 });
    const back = changeSettings(chosen, { mode: undefined });
    expect(back).toEqual({ ...DEFAULT_SETTINGS, ranks: 2 });
  });

  it('is none when the same is chosen in another order', () => {
    const one = changeSettings(DEFAULT_SETTINGS, { ranks: 2, mode: 'script' });
    const other = changeSettings(DEFAULT_SETTINGS, { mode: 'script', ranks: 2 });
    expect(sameSettings(one, other)).toBe(true);
    expect(sameSettings(one, DEFAULT_SETTINGS)).toBe(false);
  });
});
