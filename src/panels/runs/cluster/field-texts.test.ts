import { describe, expect, it } from 'vitest';
import { FIELD_TEXTS, type FieldText } from './field-texts.js';

const fields = FIELD_TEXTS as Readonly<Record<string, FieldText<unknown>>>;

describe('a field as text', () => {
  it.each([
    ['env', 'TOKEN=secret/hub/token, LEVEL=configmap/app/level, MODE=fast'],
    ['volumes', 'data:/data, models:/models:ro, scratch:/scratch:10GiB'],
    ['nodeSelector', 'disktype=ssd, zone=a'],
    ['tolerations', 'dedicated=gpu:NoSchedule, spot'],
    ['imagePullSecrets', 'one, two'],
    ['elastic', '1-4'],
    ['nprocPerNode', 'auto'],
    ['nprocPerNode', '2'],
    ['shmBytes', '2GiB'],
    ['runtime', 'torch-distributed'],
    ['cleanPodPolicy', 'All'],
    ['deadlineSeconds', '60'],
    ['queue', 'team-a']
  ])('%s is read as it is written: %s', (name, text) => {
    const value = fields[name]?.read(text);
    expect(value).toBeDefined();
    expect(fields[name]?.write(value)).toBe(text.replace('2GiB', '2.0GiB'));
  });

  it.each([
    ['volumes', 'data'],
    ['volumes', 'data:relative'],
    ['volumes', 'data:/a:huge'],
    ['env', '1X=2'],
    ['elastic', '4'],
    ['retries', '-1'],
    ['cleanPodPolicy', 'Some'],
    ['queue', 'two words']
  ])('%s is refused when it cannot be meant: %s', (name, text) => {
    expect(fields[name]?.read(text)).toBeUndefined();
  });

  it('says by an example how it is written', () => {
    for (const [name, { example, read }] of Object.entries(fields)) {
      const [first = ''] = example.split(' | ');
      expect(read(first), name).toBeDefined();
    }
  });
});
