import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, Settings } from '@jupyterlab-kubeflow/protocol';
import {
  changeSettings,
  readSettings,
  sameSettings,
  storedSettings
} from './settings.js';

const none = DEFAULT_SETTINGS;
const volume = { kind: 'existing', claim: 'data', path: '/data' };

describe('stored settings', () => {
  it.each([[undefined], [null], ['text'], [[1]]])('%j holds none', async stored => {
    expect(await readSettings(stored)).toBeUndefined();
  });

  it.each<[object, object, string[]]>([
    [{}, {}, []],
    [{ ranks: 3, framework: 'torch' }, { ranks: 3, framework: 'torch' }, []],
    [
      { ranks: '3', mode: 'file', framework: 'jax', later: 1, name: 'a' },
      { name: 'a' },
      ['ranks', 'mode', 'framework', 'later']
    ],
    [
      { include: ['a', 1], exclude: [1] },
      { include: ['a'] },
      ['include[1]', 'exclude[0]']
    ],
    [
      { env: { A: 1, B: 'b' }, parameters: { n: 3 } },
      { env: { B: 'b' }, parameters: { n: 3 } },
      ['env.A']
    ],
    // Half of the arguments would be another program.
    [{ args: ['--epochs', 3] }, {}, ['args']],
    // A notebook from elsewhere must not name a program that is asked for its version.
    [{ python: './python' }, {}, ['python']],
    [{ target: { kind: 'moon' }, ranks: 2 }, { ranks: 2 }, ['target']],
    [{ cluster: 'big', ranks: 2 }, { ranks: 2 }, ['cluster']],
    [
      {
        cluster: {
          cpu: 'two',
          queue: 'team',
          gpu: { count: 0 },
          later: 1,
          replicas: []
        }
      },
      { cluster: { queue: 'team' } },
      ['cluster.cpu', 'cluster.gpu', 'cluster.later', 'cluster.replicas']
    ],
    [
      { cluster: { volumes: [volume, { claim: 'x' }], labels: { a: 1, b: 'c' } } },
      { cluster: { volumes: [volume], labels: { b: 'c' } } },
      ['cluster.volumes[1]', 'cluster.labels.a']
    ]
  ])('%j is read as %j, without %j', async (stored, read, leftOut) => {
    expect(await readSettings(stored)).toEqual({
      settings: { ...none, ...read },
      leftOut
    });
  });

  it('are only what was chosen, and read back as they were', async () => {
    const settings = { ...none, ranks: 2, include: ['a.csv'] };
    expect(storedSettings(settings)).toEqual({ ranks: 2, include: ['a.csv'] });
    const read = await readSettings(storedSettings(settings));
    expect(read).toEqual({ settings, leftOut: [] });
  });

  it('may be anything at all: what is read is valid', async () => {
    const field = fc.constantFrom(...Object.keys(Settings.shape), '__proto__', 'x');
    const stored = fc.dictionary(field, fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(stored, async json => {
        const read = await readSettings(json);
        expect(Settings.safeParse(read?.settings).success).toBe(true);
      })
    );
  });

  it('lose nothing but what is wrong, which is named', async () => {
    const wrong = fc.record({
      field: fc.constantFrom('ranks', 'target', 'kernel', 'include', 'cluster'),
      value: fc.jsonValue()
    });
    const right = {
      ...{ ranks: 3, kernel: 'python3', include: ['a.csv'] },
      target: { kind: 'cluster', context: 'dev', namespace: 'team' },
      cluster: { queue: 'team', volumes: [volume] }
    };
    await fc.assert(
      fc.asyncProperty(wrong, async ({ field, value }) => {
        const read = await readSettings({ ...right, [field]: value });
        const others = Object.entries(right).filter(([name]) => name !== field);
        expect(read?.settings).toMatchObject(Object.fromEntries(others));
        const kept = read?.settings[field as keyof Settings];
        const left = read?.leftOut ?? [];
        expect(left.every(name => name.startsWith(field))).toBe(true);
        if (left.length === 0 && kept !== undefined) expect(kept).toEqual(value);
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
