/** The examples in `examples/`, as `jkf run` runs them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { Bench, EXAMPLES } from './jkf.js';

const [light, torch, tensorflow] = [
  await environment('quickstart'),
  await environment('torch'),
  await environment('tensorflow')
];

const listing = (): string[] =>
  readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).sort();

let before: string[] = [];
beforeAll(() => {
  before = listing();
});
afterAll(() => {
  // A run writes into its own folder, and only there.
  expect(listing()).toEqual(before);
});

/** A bench for one environment, gone after its tests. */
function useBench(python: string): () => Bench {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench(python);
  });
  afterAll(() => {
    bench.dispose();
  });
  return () => bench;
}

describe.skipIf(!light.path)(`light examples${light.reason}`, () => {
  const bench = useBench(light.path);

  it('digits reports metrics, figures and the value of its last cell', async () => {
    const outcome = await bench().run(join(EXAMPLES, 'digits.ipynb'));
    expect(outcome.code).toBe(0);
    expect(outcome.run.metrics['accuracy']).toBeGreaterThan(0.94);
    const losses = outcome.events('metric').filter(({ name }) => name === 'loss');
    expect(losses.map(({ step }) => step)).toEqual(numbers(1, 15));
    expect(outcome.events('figure')).toHaveLength(2);
    expect(outcome.events('value').at(-1)?.text).toContain("'weights': 4810");
    expect(outcome.lines()).toContainEqual(expect.stringMatching(/^epoch 15: loss=/));
  });

  it('digits takes other parameters, by their type', async () => {
    const outcome = await bench().run(
      join(EXAMPLES, 'digits.ipynb'),
      ...['--param', 'epochs=2', '--param', 'learning_rate=1e-3']
    );
    expect(outcome.code).toBe(0);
    expect(outcome.events('parameters')[0]?.values).toEqual({
      epochs: '2',
      learning_rate: '0.001'
    });
    expect(outcome.lines().filter(line => line.startsWith('epoch'))).toHaveLength(2);
  });

  it('distributed-digits trains one model on three ranks', async () => {
    const outcome = await bench().run(
      join(EXAMPLES, 'distributed-digits.ipynb'),
      ...['--ranks', '3', '--param', 'epochs=6']
    );
    expect(outcome.code).toBe(0);
    expect(outcome.run.ranks.map(({ state }) => state)).toEqual(
      Array.from({ length: 3 }, () => 'succeeded')
    );
    const models = [0, 1, 2].map(rank =>
      outcome.lines(rank).find(line => line.startsWith('parameters '))
    );
    expect(models[0]).toMatch(/^parameters [0-9a-f]{16}$/);
    expect(new Set(models).size).toBe(1);
    expect(outcome.run.metrics['accuracy']).toBeGreaterThan(0.9);
    expect(outcome.events('figure')).toHaveLength(1);
  });

  it('messy runs as a script, and gives the same as with a real kernel', async () => {
    const path = join(EXAMPLES, 'messy.ipynb');
    const script = await bench().run(path);
    const kernel = await bench().run(path, '--mode', 'notebook');
    expect([script.code, kernel.code]).toEqual([0, 0]);
    for (const outcome of [script, kernel]) {
      const text = outcome.lines().join('\n');
      for (const line of MESSY_LINES) expect(text).toContain(line);
      expect(text).not.toContain('left out of runs');
    }
    expect(script.events('value').at(-1)?.text).toContain("'images': 183");
    expect(script.events('failure')).toMatchObject([{ expected: true, line: 1 }]);
  });
});

/** What cells of messy.ipynb print, however it is run. */
const MESSY_LINES = [
  'brightness: 0.2996',
  'data True',
  '6 is twice 3; the shell sees DIGIT=3',
  'rows: 1797',
  'digit 3 chosen by %env',
  'mean=0.2996 peak=0.6895'
];

describe.skipIf(!torch.path)(`PyTorch${torch.reason}`, () => {
  const bench = useBench(torch.path);

  it('finds torch in the imports and ends with equal parameters on 3 ranks', async () => {
    const outcome = await bench().run(
      join(EXAMPLES, 'torch-ddp.ipynb'),
      '--ranks',
      '3'
    );
    expect(outcome.code).toBe(0);
    expect(outcome.run.framework).toBe('torch');
    const sums = [0, 1, 2].map(rank =>
      outcome.lines(rank).find(line => line.startsWith('parameters equal on 3 ranks'))
    );
    expect(sums[0]).toBeDefined();
    expect(new Set(sums).size).toBe(1);
    expect(outcome.run.metrics['accuracy']).toBeGreaterThan(0.85);
  });
});

describe.skipIf(!light.path)(`PyTorch where it is absent${light.reason}`, () => {
  const bench = useBench(light.path);

  it('says what is missing and how to get it', async () => {
    const outcome = await bench().run(join(EXAMPLES, 'torch-ddp.ipynb'));
    expect(outcome.code).toBe(1);
    expect(outcome.lines().join('\n')).toContain('needs PyTorch');
  });
});

describe.skipIf(!tensorflow.path)(`TensorFlow${tensorflow.reason}`, () => {
  const bench = useBench(tensorflow.path);

  it('finds tensorflow in the imports and trains on two workers', async () => {
    const outcome = await bench().run(
      join(EXAMPLES, 'tensorflow-multiworker.ipynb'),
      ...['--ranks', '2']
    );
    expect(outcome.code).toBe(0);
    expect(outcome.run.framework).toBe('tensorflow');
    const sums = [0, 1].map(rank =>
      outcome.lines(rank).find(line => line.startsWith('weights equal on 2 workers'))
    );
    expect(sums[0]).toBeDefined();
    expect(new Set(sums).size).toBe(1);
  });
});

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
