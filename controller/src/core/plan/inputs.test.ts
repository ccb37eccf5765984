import { createHash } from 'node:crypto';
import {
  DEFAULT_SETTINGS,
  INPUT,
  type InputSetting
} from '@jupyterlab-kubeflow/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultWorkload } from '../kubernetes/testing.js';
import { addressIn, claimOf, objection } from './input-address.js';
import { missingKeys } from './input-keys.js';
import {
  askable,
  checkClusterInputs,
  checkLocalInputs,
  decideInputs,
  withInputs
} from './inputs.js';
import { makeClusterPlan } from './cluster-plan.js';
import { inputWith } from './testing.js';

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
const on = (target: 'local' | 'cluster', sizes: [string, number][] = []) => ({
  target,
  hash,
  sizes: new Map(sizes)
});
const input = (url: string, more: Partial<InputSetting> = {}): InputSetting => ({
  name: 'data',
  url,
  ...more
});
const S3 = 's3://bucket/digits';

describe('an input as text', () => {
  it.each<[string, InputSetting | undefined]>([
    [`data=${S3}`, input(S3)],
    [`data=${S3},secret=store`, input(S3, { secret: 'store' })],
    ['a.b-c=gs://b', { name: 'a.b-c', url: 'gs://b' }],
    ['data=https://h/a?x=1,2', input('https://h/a?x=1,2')],
    [' data=pvc://claim/folder ', input('pvc://claim/folder')],
    ['data=', undefined],
    ['s3://bucket/digits', undefined],
    ['.hidden=s3://b', undefined],
    ['a/b=s3://b', undefined],
    ['data=/folder', undefined],
    ['data=s3://b/a b', undefined]
  ])('%s is read', (text, value) => {
    expect(INPUT.read(text)).toEqual(value);
  });

  it('is read back as it was written', () => {
    const names = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/);
    const urls = fc.stringMatching(
      /^(s3|gs|https|pvc):\/\/[a-z0-9]{1,9}\/[!-+\--~]{0,20}$/
    );
    const secrets = fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,9}$/));
    fc.assert(
      fc.property(names, urls, secrets, (name, url, secret) => {
        const value = { name, url, ...(secret === null ? {} : { secret }) };
        expect(INPUT.read(INPUT.write(value))).toEqual(value);
      })
    );
  });
});

describe('an address', () => {
  it.each([
    ['s3://bucket', undefined],
    ['s3://bucket/a b', 'there are blanks in it'],
    ['s3://bucket/../x', 'there is .. in it'],
    ['pvc://claim/a/../b', 'there is .. in it'],
    ['s3:///key', 'the bucket is missing'],
    ['https:///x', 'the host is missing'],
    ['https://h:8443/x/../y?z', undefined],
    ['ftp://h/x', 'it begins with none of s3://, gs://, https:// and pvc://'],
    ['/data', 'it begins with none of s3://, gs://, https:// and pvc://'],
    ['https://me:pw@h/x', 'secret'],
    ['https://me@h/x', 'secret'],
    ['https://h/x?X-Amz-Signature=1', 'secret'],
    ['https://h/x?a=1&sig=1', 'secret'],
    ['https://h/x?access_token=1', 'secret'],
    ['https://h/x?jwt=1', 'secret'],
    ['https://h/x#token=1', 'secret'],
    ['https://h/x?version=2', undefined]
  ])('%s: %s', (url, wrong) => {
    expect(objection(url)).toBe(wrong);
  });

  it('is kept without what shows that somebody may', () => {
    expect(addressIn('https://me:pw@h/x?v=1')).toBe('https://h/x?v=1');
    expect(addressIn('https://h/x?v=1&X-Amz-Signature=abc')).toBe('https://h/x');
    expect(addressIn('https://me:p/w@h/x')).toBe('https://h/x');
    expect(addressIn('HTTPS://me:pw@h/x')).toBe('HTTPS://h/x');
  });

  it('is safe to keep, whatever it is, and stays so', () => {
    const parts = fc.tuple(
      fc.constantFrom('s3', 'https', 'gs', 'pvc', 'http'),
      fc.stringMatching(/^[a-z:@]{0,8}$/),
      fc.string({ maxLength: 20 })
    );
    fc.assert(
      fc.property(parts, ([scheme, who, rest]) => {
        const kept = addressIn(`${scheme}://${who}h/${rest}`);
        expect(addressIn(kept)).toBe(kept);
        expect(objection(kept)).not.toBe('secret');
      })
    );
  });

  it.each([
    ['pvc://claim', { claim: 'claim' }],
    ['pvc://claim/', { claim: 'claim' }],
    ['pvc://claim/a/b/', { claim: 'claim', subPath: 'a/b' }],
    [S3, undefined]
  ])('%s names the folder of a claim, or none', (url, folder) => {
    expect(claimOf(url)).toEqual(folder);
  });
});

describe('inputs of a plan', () => {
  it('have a folder and a variable, and say what is known of their size', () => {
    const made = decideInputs(
      [input(S3, { name: 'my-data' }), input('https://h/a'), input('pvc://c/d')],
      on('cluster', [['https://h/a', 2048]])
    );
    expect(
      made.map(({ folder, variable, size }) => [folder, variable, size.text])
    ).toEqual([
      ['/inputs/my-data', 'JKF_INPUT_MY_DATA', 'its size is known on the cluster'],
      ['/inputs/data', 'JKF_INPUT_DATA', '2.0 KiB, says its server'],
      ['/inputs/data', 'JKF_INPUT_DATA', 'a folder of the volume c, only to read']
    ]);
  });

  it('of this computer share a folder exactly when they have one address', () => {
    const folders = decideInputs(
      [input(S3), input(S3, { secret: 'x' }), input(`${S3}2`)],
      on('local')
    ).map(({ folder }) => folder);
    expect(folders[0]).toBe(folders[1]);
    expect(folders[0]).toMatch(/^data-[0-9a-f]{12}$/);
  });

  it('carry no secret of their address', () => {
    const [made] = decideInputs([input('https://a:b@h/x?sig=1')], on('cluster'));
    expect(made?.url).toBe('https://h/x');
  });

  it('whose size anybody may ask are those of the web without a Secret', () => {
    const urls = askable([
      input('https://h/a'),
      input('https://h/b', { secret: 's' }),
      input('http://h/c'),
      input('https://u:p@h/d'),
      input(S3)
    ]);
    expect(urls).toEqual(['https://h/a']);
  });

  it('that are volumes are mounted, only to read', () => {
    const inputs = decideInputs([input('pvc://c/d'), input(S3)], on('cluster'));
    const { volumes } = withInputs(defaultWorkload('Job', 1), inputs);
    expect(volumes).toEqual([
      {
        kind: 'existing',
        claim: 'c',
        subPath: 'd',
        path: '/inputs/data',
        readOnly: true
      }
    ]);
  });
});

const codes = (checks: ReturnType<typeof checkLocalInputs>) =>
  checks.map(({ outcome, message }) => [outcome, message.code]);

describe('checks of inputs', () => {
  it.each<[string, InputSetting[], string[][]]>([
    ['none', [], []],
    ['one that is fetched', [input(S3)], [['ok', 'inputs-kept']]],
    ['a volume', [input('pvc://c')], [['failed', 'input-claim-local']]],
    [
      'one with a Secret',
      [input(S3, { secret: 's' })],
      [['warning', 'input-secret-local']]
    ],
    [
      'a name that is none',
      [input(S3, { name: '../x' })],
      [['failed', 'input-name-invalid']]
    ],
    [
      'two of one variable',
      [input(S3, { name: 'a-b' }), input(S3, { name: 'A_b' })],
      [['failed', 'input-name-twice']]
    ],
    ['an address that is none', [input('x')], [['failed', 'input-url-invalid']]],
    ['credentials', [input('https://a:b@h/')], [['failed', 'input-url-secret']]]
  ])('on this computer: %s', (_case, inputs, expected) => {
    expect(codes(checkLocalInputs(inputs))).toEqual(expected);
  });

  it.each<[string, InputSetting[], 'Job' | 'TrainJob', string[][]]>([
    ['one pod', [input(S3)], 'Job', [['ok', 'inputs-ready']]],
    [
      'a header in clear',
      [input('http://h/a', { secret: 's' })],
      'Job',
      [['failed', 'input-secret-clear']]
    ],
    ['a TrainJob', [input(S3)], 'TrainJob', [['failed', 'workload-field-unsupported']]],
    [
      'a TrainJob with a volume',
      [input('pvc://c')],
      'TrainJob',
      [['ok', 'inputs-ready']]
    ]
  ])('on a cluster: %s', (_case, inputs, kind, expected) => {
    expect(codes(checkClusterInputs(inputs, defaultWorkload(kind, 1)))).toEqual(
      expected
    );
  });

  it('say that each of several pods fetches', () => {
    const [check] = checkClusterInputs([input(S3)], defaultWorkload('Job', 3));
    expect(check?.message.text).toBe(
      'fetched by each of the 3 pods, before its code starts'
    );
  });

  it('refuse a volume where inputs are', () => {
    const workload = {
      ...defaultWorkload('Job', 1),
      volumes: ['/inputs', '/inputs/data/x', '/inputs/other'].map(path => ({
        ...{ kind: 'existing' as const, claim: 'c', path }
      }))
    };
    const checks = checkClusterInputs([input(S3)], workload);
    expect(checks.map(({ problem }) => problem?.params['path'])).toEqual([
      '/inputs',
      '/inputs/data/x'
    ]);
  });

  it('are part of a plan, and a claim of an input is looked for', () => {
    const inputs = [input('pvc://gone/d')];
    const plan = makeClusterPlan(
      inputWith({ inputs }, { inputs: decideInputs(inputs, on('cluster')) })
    );
    expect(plan.inputs).toHaveLength(1);
    const failed = plan.checks.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ message }) => message.code)).toEqual(['claim-missing']);
    const none = makeClusterPlan(inputWith(DEFAULT_SETTINGS));
    expect(none).not.toHaveProperty('inputs');
    expect(none.checks.map(({ name }) => name)).not.toContain('inputs');
  });
});

describe('keys of a Secret', () => {
  it.each([
    [S3, ['AWS_ACCESS_KEY_ID'], ['AWS_SECRET_ACCESS_KEY']],
    [S3, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'other'], []],
    ['gs://b', [], ['GOOGLE_APPLICATION_CREDENTIALS']],
    ['https://h/', [], ['HTTP_HEADER']]
  ])('for %s with %j: %j are missing', (url, keys, missing) => {
    expect(missingKeys(url, keys)).toEqual(missing);
  });
});
