/** The examples run on a real cluster, by one command each, as Job, PyTorchJob, TFJob and TrainJob. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torchRuntime } from '../../dev/src/addons/trainer.js';
import { Bench, EXAMPLES } from '../local/jkf.js';
import { outcomeOf, type Outcome } from '../local/outcome.js';
import { mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';

/** Making an image of a framework, once. */
const IMAGE_MS = 15 * 60_000;
const RUN_MS = 5 * 60_000;

describe.skipIf(noCluster !== '')(`one click to the cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('click') : (undefined as never);
  let bench: Bench;
  let torch = '';
  let target = '';

  beforeAll(async () => {
    bench = new Bench();
    await place.make();
    torch = await pushed('torch', place.status.registries.open);
    target = `${(await place.must('config', 'current-context')).trim()}/click`;
  }, IMAGE_MS);
  afterAll(async () => {
    bench.dispose();
    await place.remove();
  });

  const jkf = (...args: string[]): ReturnType<Bench['jkf']> =>
    bench.start(args, { KUBECONFIG: place.status.kubeconfig }).ended;

  /** Where, and as little as it needs. */
  const on = (image: string): string[] => [
    ...['--target', target, '--image', image, '--memory', '1GiB'],
    ...['--cpu', '0.25', '--shm', '64MiB']
  ];

  const run = async (
    file: string,
    image: string,
    ...options: string[]
  ): Promise<Outcome> => {
    return outcomeOf(await jkf('run', file, ...on(image), '-o', 'json', ...options));
  };

  const outputsOf = async (id: string): Promise<string[]> => {
    const { stdout } = await jkf('runs', 'show', id, '-o', 'json');
    const { outputs } = JSON.parse(stdout) as { outputs: { path: string }[] };
    return outputs.map(({ path }) => path);
  };

  it(
    'brings metrics, figures and values of a Job back, without any store',
    async () => {
      const outcome = await run(join(EXAMPLES, 'digits.ipynb'), torch);
      expect(outcome.stderr).toBe('');
      expect(outcome.code).toBe(0);
      expect(outcome.run).toMatchObject({ kind: 'Job', state: 'succeeded' });
      expect(outcome.run.metrics['accuracy']).toBeGreaterThan(0.94);
      const epochs = outcome.lines().filter(line => line.startsWith('epoch '));
      expect(epochs).toHaveLength(15);
      expect(outcome.events('value').at(-1)?.text).toContain("'weights': 4810");
      const figures = outcome.events('figure').map(({ path }) => path);
      expect(figures).toHaveLength(2);
      expect(await outputsOf(outcome.run.id)).toEqual(expect.arrayContaining(figures));
    },
    RUN_MS
  );

  it(
    'trains with DDP on the three ranks of a PyTorchJob, and brings the model back',
    async () => {
      const file = join(EXAMPLES, 'torch-ddp.ipynb');
      const outcome = await run(file, torch, '--ranks', '3');
      expect(outcome.code).toBe(0);
      expect(outcome.run.kind).toBe('PyTorchJob');
      const sums = [0, 1, 2].map(rank =>
        outcome.lines(rank).find(line => line.startsWith('parameters equal on 3 ranks'))
      );
      expect(sums[0]).toMatch(/sum -?\d/);
      expect(new Set(sums).size).toBe(1);
      expect(await outputsOf(outcome.run.id)).toContain('digits.pt');
    },
    RUN_MS
  );

  it(
    'trains with mirrored variables on the two workers of a TFJob',
    async () => {
      const image = await pushed('tensorflow', place.status.registries.open);
      const file = join(EXAMPLES, 'tensorflow-multiworker.ipynb');
      const outcome = await run(file, image, '--ranks', '2', '--param', 'epochs=2');
      expect(outcome.code).toBe(0);
      expect(outcome.run.kind).toBe('TFJob');
      for (const rank of [0, 1]) {
        const equal = outcome
          .lines(rank)
          .filter(line => line.startsWith('weights equal on 2 workers'));
        expect(equal).toHaveLength(1);
      }
    },
    RUN_MS + IMAGE_MS
  );

  it(
    'trains with DDP on the two nodes of a TrainJob, with `trainer`',
    async () => {
      await mustCluster(place.status.name, 'up', '--with', 'trainer');
      await place.mustApply(torchRuntime('torch-click', torch));
      const file = join(EXAMPLES, 'torch-ddp.ipynb');
      const outcome = await run(
        file,
        torch,
        ...['--kind', 'TrainJob', '--runtime', 'torch-click', '--ranks', '2'],
        ...['--param', 'epochs=2']
      );
      expect(outcome.code).toBe(0);
      expect(outcome.run.kind).toBe('TrainJob');
      for (const rank of [0, 1]) {
        const equal = outcome
          .lines(rank)
          .filter(line => line.startsWith('parameters equal on 2 ranks'));
        expect(equal).toHaveLength(1);
      }
    },
    RUN_MS + IMAGE_MS
  );

  it(
    'keeps a new volume for the repetition, and deletes it with its run when asked',
    async () => {
      const write =
        'print(open("/out/log", "a").write("x"), len(open("/out/log").read()))';
      const file = bench.notebook('keeps.ipynb', write);
      const first = await run(file, torch, '--new-volume', 'kept:/out:16MiB');
      expect([first.stderr, first.lines()]).toEqual(['', ['1 1']]);
      const again = outcomeOf(await jkf('runs', 'rerun', first.run.id, '-o', 'json'));
      expect(again.lines()).toEqual(['1 2']);
      await jkf('runs', 'rm', again.run.id, '--claims');
      expect(await place.get('pvc/kept', '.metadata.name')).toBe('kept');
      expect((await jkf('runs', 'rm', first.run.id, '--claims')).code).toBe(0);
      await place.wait('pvc/kept', 'delete');
    },
    2 * RUN_MS
  );

  it(
    'runs a manifest as it was edited, and says so of itself',
    async () => {
      const file = bench.notebook('edited.ipynb', 'print("there")');
      const { stdout } = await jkf('plan', file, ...on(torch), '--manifests');
      const edited = bench.file(
        'edited.yaml',
        stdout.replace('backoffLimit: 0', 'backoffLimit: 3')
      );
      const outcome = await run(file, torch, '--manifest', edited);
      expect([outcome.stderr, outcome.code]).toEqual(['', 0]);
      const { id } = outcome.run;
      const annotation = 'metadata.annotations.jupyterlab-kubeflow\\.io/customised';
      expect(await place.get(`job/${id}`, `.${annotation}`)).toBe('true');
      expect(await place.get(`job/${id}`, '.spec.backoffLimit')).toBe('3');
      const shown = await jkf('runs', 'show', id);
      expect(shown.stdout).toMatch(/Customised +spec\.backoffLimit\n/);
      const again = outcomeOf(await jkf('runs', 'rerun', id, '-o', 'json'));
      expect(await place.get(`job/${again.run.id}`, '.spec.backoffLimit')).toBe('3');
    },
    2 * RUN_MS
  );

  it(
    'names cell and line of a failure, and ends with the exit code of its rank',
    async () => {
      const file = bench.notebook('broken.ipynb', 'x = 1', 'y = x\nprint(1 / (x - y))');
      const outcome = await run(file, torch);
      expect(outcome.code).toBe(1);
      expect(outcome.run).toMatchObject({
        state: 'failed',
        problem: { code: 'run-failed-in-cell', place: { cell: 2, line: 2 } }
      });
    },
    RUN_MS
  );
});
