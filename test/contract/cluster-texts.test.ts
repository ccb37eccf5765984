/** Texts of values about clusters are read as they are written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANY_VOLUME,
  CORES,
  exactBytes,
  readBytes,
  ELASTIC,
  ENV,
  ENV_SOURCE,
  GPU_TYPE,
  GPUS,
  PAIR,
  PROCESSES,
  RUNTIME,
  SIZE,
  SIZE_OR_NONE,
  timeText,
  TOLERATION,
  type ValueText
} from '@jupyterlab-kubeflow/protocol';
import { FIELD_TEXTS } from '../../src/panels/runs/cluster/field-texts.js';
import { readSettings } from '../../src/model/settings.js';
import { settingsArbitraries } from '../cluster-settings.js';

const TIME = timeText('1d', 0);
const { cluster: values } = settingsArbitraries;

const any = <T>(texts: ValueText<T>): ValueText<unknown> => texts as ValueText<unknown>;

describe('values of a workload', () => {
  it.each<[string, ValueText<unknown>, fc.Arbitrary<unknown>]>([
    ['cores', any(CORES), values.cpu],
    ['sizes', any(SIZE), values.memoryBytes],
    ['sizes or none', any(SIZE_OR_NONE), values.shmBytes],
    ['times', any(TIME), values.ttlSeconds],
    ['types of GPUs', any(GPU_TYPE), values.gpuType],
    ['processes', any(PROCESSES), values.nprocPerNode],
    ['elastic workers', any(ELASTIC), values.elastic],
    ['runtimes', any(RUNTIME), values.runtime],
    ['variables', any(ENV), values.oneEnv],
    ['tolerations', any(TOLERATION), values.toleration],
    ['volumes', any(ANY_VOLUME), values.volume],
    ['pairs', any(PAIR), fc.tuple(values.name, fc.string())]
  ])('%s are read as they are written', (_, { read, write }, value) => {
    fc.assert(
      fc.property(value, one => {
        expect(read(write(one))).toEqual(one);
      })
    );
  });

  it.each<[ValueText<unknown>, string]>([
    [any(CORES), 'Infinity'],
    [any(CORES), '0x10'],
    [any(CORES), '0'],
    [any(CORES), '-1'],
    [any(CORES), '1e3'],
    [any(SIZE), '0'],
    [any(timeText('12h', 1)), '0'],
    [any(timeText('12h', 1)), '0s'],
    [any(TIME), 'soon'],
    [any(TIME), '-5m'],
    [any(GPUS), '0'],
    [any(GPUS), '1.5'],
    [any(ELASTIC), '4-1'],
    [any(ELASTIC), '0-4'],
    [any(ENV_SOURCE), 'A=b'],
    [any(ENV), '1X=2'],
    [any(TOLERATION), 'a=b:Sometimes'],
    [any(TOLERATION), '*=b'],
    [any(ANY_VOLUME), 'data'],
    [any(ANY_VOLUME), 'data:relative'],
    [any(ANY_VOLUME), 'data:/a:huge'],
    [any(RUNTIME), 'other/torch'],
    [any(PROCESSES), '0']
  ])('%o does not read %s', ({ read }, text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    ['90', 90],
    ['10m', 600],
    ['2 H', 7200],
    ['1w', 604_800]
  ])('%s is a time of %i seconds', (text, seconds) => {
    expect(TIME.read(text)).toBe(seconds);
  });

  it('say by an example how they are written', () => {
    const all = [CORES, SIZE, TIME, GPUS, GPU_TYPE, PROCESSES, ELASTIC, RUNTIME];
    const lists = [ENV_SOURCE, ENV, TOLERATION, ANY_VOLUME, PAIR];
    for (const { example, read } of [...all, ...lists]) {
      expect(read(example), example).toBeDefined();
    }
  });
});

describe('an exact size', () => {
  it('is read without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), bytes => {
        expect(readBytes(exactBytes(bytes))).toBe(bytes);
      })
    );
    expect(exactBytes(1536 * 1024 ** 2)).toBe('1536MiB');
    expect(exactBytes(2 ** 33)).toBe('8GiB');
    expect(exactBytes(0)).toBe('0');
  });
});

const fields = FIELD_TEXTS as Readonly<Record<string, ValueText<unknown>>>;

describe('a field of the form', () => {
  it('is read as it is written, whatever was chosen', () => {
    fc.assert(
      fc.property(settingsArbitraries.cluster.settings, settings => {
        for (const [name, value] of Object.entries(settings)) {
          const texts = fields[name];
          if (texts) expect(texts.read(texts.write(value)), name).toEqual(value);
        }
      })
    );
  });
});

describe('stored settings about a cluster', () => {
  const target = { kind: 'cluster', context: 'dev', namespace: 'team-a' };

  it('are read back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(settingsArbitraries.cluster.settings, async cluster => {
        const stored = JSON.parse(JSON.stringify({ target, cluster })) as unknown;
        const read = await readSettings(stored);
        expect(read?.settings.target).toEqual(target);
        expect(read?.settings.cluster ?? {}).toEqual(cluster);
        expect(read?.leftOut).toEqual([]);
      })
    );
  });
});
