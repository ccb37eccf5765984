import { describe, expect, it } from 'vitest';
import type { ValueText } from '@jupyterlab-kubeflow/protocol';
import { FIELD_TEXTS } from './field-texts.js';

const fields = FIELD_TEXTS as Readonly<Record<string, ValueText<unknown>>>;

describe('a field as text', () => {
  it.each([
    ['env', 'TOKEN=secret/hub/token, LEVEL=configmap/app/level, MODE=fast'],
    ['env', '"GREETING=hello, world", NAME=two words'],
    ['volumes', 'data:/data, models/v1:/models:ro, scratch:/scratch:10GiB:fast:RWX'],
    ['nodeSelector', 'disktype=ssd, zone=a'],
    ['annotations', 'note=the first try, owner=ada'],
    ['tolerations', 'dedicated=gpu:NoSchedule, spot, *:NoExecute:300'],
    ['imagePullSecrets', 'one, two'],
    ['elastic', '1-4:3'],
    ['nprocPerNode', 'auto'],
    ['nprocPerNode', '2'],
    ['shmBytes', '1536MiB'],
    ['runtime', 'torch-distributed'],
    ['runtime', 'namespace/ours'],
    ['cleanPodPolicy', 'All'],
    ['deadlineSeconds', '90m'],
    ['queue', 'team-a']
  ])('%s is read and written: %s', (name, text) => {
    const value = fields[name]?.read(text);
    expect(value).toBeDefined();
    expect(fields[name]?.write(value)).toBe(text);
  });

  it.each([
    ['volumes', 'data'],
    ['env', '1X=2'],
    ['env', '"A=open'],
    ['elastic', '4'],
    ['elastic', '4-1'],
    ['retries', '-1'],
    ['deadlineSeconds', '0'],
    ['cleanPodPolicy', 'Some'],
    ['imagePullSecrets', 'two words'],
    ['queue', 'two words']
  ])('%s is refused when it cannot be meant: %s', (name, text) => {
    expect(fields[name]?.read(text)).toBeUndefined();
  });

  it('keeps a long value, and one in any script', () => {
    const value = [{ from: 'value', name: 'TEXT', value: '가나다, "x" '.repeat(300) }];
    expect(fields['env']?.read(fields['env'].write(value))).toEqual(value);
  });

  it('says by an example how it is written', () => {
    for (const [name, { example, read }] of Object.entries(fields)) {
      const [first = ''] = example.split(' | ');
      expect(read(first), name).toBeDefined();
    }
  });
});
