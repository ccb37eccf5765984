/** Inputs of runs on a real cluster: from a store, a server, a volume; and what goes wrong. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3_ENDPOINT, S3_KEYS } from '../../dev/src/addons/s3.js';
import { Bench } from '../local/jkf.js';
import { outcomeOf, problemsOf, type Outcome } from '../local/outcome.js';
import { mustCluster } from './support/cli.js';
import { claim, noCluster, Place, pod } from './support/cluster.js';
import { pushed } from './support/images.js';
import { forwarded, put } from './support/store.js';

/** An engine and an image may have to be built. */
const BUILD_MS = 15 * 60_000;
const RUN_MS = 3 * 60_000;

/** Prints every file of the input `data` with what is in it. */
const SHOW = [
  'import hashlib, os, pathlib',
  'root = pathlib.Path(os.environ["JKF_INPUT_DATA"])',
  'files = sorted(path for path in root.rglob("*") if path.is_file())',
  'for path in files:',
  '    digest = hashlib.sha256(path.read_bytes()).hexdigest()',
  '    print(path.relative_to("/inputs"), digest)',
  'print("writable", os.access(files[0], os.W_OK), "key", "AWS_SECRET_ACCESS_KEY" in os.environ)'
].join('\n');

const sha256 = (text: string): string =>
  createHash('sha256').update(text).digest('hex');

const LARGE = 'x'.repeat(100_000);

describe.skipIf(noCluster !== '')(`inputs on a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('inputs') : (undefined as never);
  let bench: Bench;
  let image = '';
  let target = '';
  let show = '';

  const secret = (name: string, stringData: object): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    stringData
  });

  const keys = {
    AWS_ACCESS_KEY_ID: S3_KEYS.accessKey,
    AWS_SECRET_ACCESS_KEY: S3_KEYS.secretKey,
    AWS_ENDPOINT_URL: S3_ENDPOINT
  };

  beforeAll(async () => {
    bench = new Bench();
    show = bench.notebook('show.ipynb', SHOW);
    await place.make();
    await mustCluster(place.status.name, 'up', '--with', 's3');
    image = await pushed('python', place.status.registries.open);
    target = `${(await place.must('config', 'current-context')).trim()}/inputs`;
    await place.mustApply(
      secret('store', keys),
      secret('wrong', { ...keys, AWS_SECRET_ACCESS_KEY: 'another' }),
      secret('half', { AWS_ACCESS_KEY_ID: S3_KEYS.accessKey }),
      secret('nowhere', { ...keys, AWS_ENDPOINT_URL: 'http://s3.s3.svc:1' })
    );
    await forwarded(place.status, async address => {
      await put(`${address}/sets`);
      await put(`${address}/sets/digits/a.txt`, 'one');
      await put(`${address}/sets/digits/deep/b%20c.txt`, LARGE);
      await put(`${address}/sets/digits2`, 'no part of it');
    });
  }, BUILD_MS);
  afterAll(async () => {
    bench.dispose();
    await place.remove();
  });

  const jkf = (...args: string[]): ReturnType<Bench['jkf']> =>
    bench.start(args, { KUBECONFIG: place.status.kubeconfig }).ended;

  const on = (input: string): string[] => [
    ...['--target', target, '--image', image, '--memory', '128MiB', '--cpu', '0.1'],
    ...['--input', `data=${input}`, '-o', 'json']
  ];

  const run = async (input: string, ...options: string[]): Promise<Outcome> =>
    outcomeOf(await jkf('run', show, ...on(input), ...options));

  const DIGITS = [
    `data/a.txt ${sha256('one')}`,
    `data/deep/b c.txt ${sha256(LARGE)}`,
    'writable False key False'
  ];

  it(
    'come from a store into each pod, with a Secret that is nowhere in clear',
    async () => {
      const outcome = await run('s3://sets/digits,secret=store', '--ranks', '2');
      expect(outcome.stderr).toBe('');
      expect([outcome.code, outcome.run.state]).toEqual([0, 'succeeded']);
      for (const rank of [0, 1]) {
        const lines = outcome.lines(rank);
        expect(lines.slice(-3)).toEqual(DIGITS);
        expect(lines[0]).toBe(
          'jupyterlab-kubeflow: inputs: data: looking at s3://sets/digits'
        );
        expect(lines[1]).toContain('data: 2 files, 97.7 KiB in /inputs/data (');
      }
      const kinds = 'jobs,configmaps,pods,events';
      const objects = await place.must('get', kinds, '-o', 'yaml');
      expect(objects).toContain('jkf-inputs');
      const { stdout } = await jkf('runs', 'show', outcome.run.id, '-o', 'json');
      const logs = JSON.stringify(outcome.lines(0));
      for (const text of [objects, stdout, logs])
        expect(text).not.toContain(S3_KEYS.secretKey);
    },
    RUN_MS
  );

  it(
    'may be one object, and are there again when the run is repeated',
    async () => {
      const first = await run('s3://sets/digits2,secret=store');
      const expected = `data/digits2 ${sha256('no part of it')}`;
      expect(first.lines()).toContain(expected);
      const again = outcomeOf(await jkf('runs', 'rerun', first.run.id, '-o', 'json'));
      expect(again.lines()).toContain(expected);
    },
    2 * RUN_MS
  );

  it.each([
    [
      'whose bucket is not there',
      's3://nothing/digits,secret=store',
      'input-missing',
      'The input data is not there: s3://nothing/digits: 404 NoSuchBucket.'
    ],
    [
      'whose key is not there',
      's3://sets/digit,secret=store',
      'input-missing',
      'The input data is not there: s3://sets/digit: no object has this name, or is below it.'
    ],
    [
      'whose key is wrong',
      's3://sets/digits,secret=wrong',
      'input-denied',
      'The input data is not given to the Secret wrong: s3://sets/digits: 403 SignatureDoesNotMatch.'
    ],
    [
      'that nobody gives without credentials',
      's3://sets/digits',
      'input-denied',
      'The input data is not given to this run: s3://sets/digits: 403 AccessDenied.'
    ],
    [
      'whose store does not answer',
      's3://sets/digits,secret=nowhere',
      'input-unreachable',
      // Whether it is refused or rejected is the network's to say.
      'The input data cannot be fetched: s3.s3.svc:1: '
    ]
  ])(
    '%s fail the run by name and cause',
    async (_case, input, code, sentence) => {
      // Where the store is, is in the Secret; who names none says it in the environment.
      const outcome = await run(input, '-e', `AWS_ENDPOINT_URL=${S3_ENDPOINT}`);
      expect(outcome.code).toBe(1);
      expect(outcome.run.problem?.code).toBe(code);
      expect(outcome.run.problem?.sentence).toContain(sentence);
      const said = outcome.lines().at(-1);
      expect(said).toContain(`jupyterlab-kubeflow: inputs: failed: ${code}`);
    },
    RUN_MS
  );

  it(
    'larger than the run may have are refused before they come',
    async () => {
      const outcome = await run(
        's3://sets/digits,secret=store',
        '--disk-limit',
        '64KiB'
      );
      expect(outcome.run.problem?.sentence).toBe(
        'The input data takes 97.7 KiB; the run may have 64.0 KiB more.'
      );
    },
    RUN_MS
  );

  it(
    'come from a server of the web',
    async () => {
      const serve =
        'import http.server as s; open("/tmp/a.csv", "w").write("1,2"); import os; os.chdir("/tmp"); s.test(s.SimpleHTTPRequestHandler, port=8000)';
      const command = ['python3', '-c', serve];
      await place.mustApply(pod('web', { image, command, labels: { app: 'web' } }), {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec: { selector: { app: 'web' }, ports: [{ port: 8000 }] }
      });
      await place.wait('pod/web', 'condition=Ready');
      const outcome = await run('http://web:8000/a.csv');
      expect(outcome.lines()).toContain(`data/a.csv ${sha256('1,2')}`);
      const missing = await run('http://web:8000/b.csv');
      expect(missing.run.problem?.code).toBe('input-missing');
    },
    2 * RUN_MS
  );

  it(
    'may be a folder of a volume, only to read',
    async () => {
      const write =
        'import os; os.makedirs("/v/set/deep"); open("/v/set/deep/a", "w").write("1")';
      const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'kept' } }];
      await place.mustApply(
        claim('kept'),
        pod('writes', {
          image,
          command: ['python3', '-c', write],
          spec: { volumes },
          container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] }
        })
      );
      await place.wait('pod/writes', 'jsonpath={.status.phase}=Succeeded');
      const outcome = await run('pvc://kept/set');
      expect(outcome.lines()).toEqual([
        `data/deep/a ${sha256('1')}`,
        'writable False key False'
      ]);
    },
    RUN_MS
  );

  it('name what their Secret lacks before the run', async () => {
    const plan = async (input: string): Promise<string[]> =>
      problemsOf(await jkf('plan', show, ...on(input))).map(({ sentence }) => sentence);
    expect(await plan('s3://sets/digits,secret=nobody')).toEqual([
      'The namespace inputs has no Secret nobody, which the input data names.'
    ]);
    expect(await plan('s3://sets/digits,secret=half')).toEqual([
      'The Secret half of the input data has no AWS_SECRET_ACCESS_KEY.'
    ]);
    expect(await plan('pvc://nobody/set')).toEqual([
      'The namespace inputs has no PersistentVolumeClaim nobody.'
    ]);
  });
});
