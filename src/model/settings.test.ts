import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@jupyterlab-kubeflow/protocol';
import {
  changeSettings,
  readSettings,
  sameSettings,
  storedSettings
} from './settings.js';

describe('stored settings', () => {
  it.each([[undefined], [null], ['text'], [[1]]])('%j holds none', stored => {
    expect(readSettings(stored)).toBeUndefined();
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
  ])('%j is read as %j and the defaults', (stored, read) => {
    expect(readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, ...read });
  });

  it('are only what was chosen, and read back as they were', () => {
    const settings = { ...DEFAULT_SETTINGS, ranks: 2, include: ['a.csv'] };
    expect(storedSettings(settings)).toEqual({ ranks: 2, include: ['a.csv'] });
    expect(readSettings(storedSettings(settings))).toEqual(settings);
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
