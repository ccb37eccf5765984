/** Files and folders as the thing to run, on a real cluster: notebooks in order, a `.py` file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from '../local/jkf.js';
import { outcomeOf, type Outcome } from '../local/outcome.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';

/** Making an image, once. */
const IMAGE_MS = 15 * 60_000;
const RUN_MS = 3 * 60_000;

describe.skipIf(noCluster !== '')(`what runs on a cluster${noCluster}`, () => {
  const place = noCluster === '' ? new Place('sequence') : (undefined as never);
  let bench: Bench;
  let image = '';
  let target = '';
  beforeAll(async () => {
    bench = new Bench();
    await place.make();
    image = await pushed('notebook', place.status.registries.open);
    target = `${(await place.must('config', 'current-context')).trim()}/sequence`;
  }, IMAGE_MS);
  afterAll(async () => {
    bench.dispose();
    await place.remove();
  });

  const start = async (...words: string[]): Promise<Outcome> => {
    const on = ['--target', target, '--image', image, '--memory', '512MiB'];
    const options = [...on, '--cpu', '0.25', '-o', 'json', '--packages', 'as-is'];
    const args = ['run', ...options, ...words];
    return outcomeOf(
      await bench.start(args, { KUBECONFIG: place.status.kubeconfig }).ended
    );
  };

  /** A file that came back with the pod's log, in the mirror of its run. */
  const rankFile = ({ run: { id } }: Outcome, path: string): string => {
    const wanted = join(id, 'ranks', '0', 'work', path);
    const names = readdirSync(bench.home, { recursive: true, encoding: 'utf8' });
    const found = names.find(name => name.endsWith(wanted)) ?? `no ${wanted}`;
    return readFileSync(join(bench.home, found), 'utf8');
  };

  it(
    'may be the notebooks of a folder, one after the other, each executed whole',
    async () => {
      bench.notebook(
        'steps/1-make.ipynb',
        { source: 'n = 1', tags: ['parameters'] },
        'with open("made.txt", "w") as file:\n    _ = file.write(str(n))'
      );
      bench.notebook(
        'steps/2-read.ipynb',
        'print(open("made.txt").read(), "n" in globals())'
      );
      bench.notebook('steps/10-last.ipynb', '"the last"');
      const outcome = await start(join(bench.folder, 'steps'), '--param', 'n=7');
      expect([outcome.code, outcome.run.state]).toEqual([0, 'succeeded']);
      expect(outcome.lines()).toContain('7 False');
      expect(outcome.run.progress).toEqual({ position: 4, of: 4 });
      expect(outcome.events('value').map(({ text, cell }) => [text, cell])).toEqual([
        ["'the last'", 4]
      ]);
      expect(rankFile(outcome, '.jkf/executed.ipynb')).toContain('n = 7');
      expect(rankFile(outcome, '.jkf/executed/2-read.ipynb')).toContain('7 False');
      expect(rankFile(outcome, '.jkf/executed/10-last.ipynb')).toContain('the last');
    },
    RUN_MS
  );

  it(
    'stops at the first notebook that fails, and names it and the cell',
    async () => {
      const files = [
        bench.notebook('a.ipynb', 'print("a")'),
        bench.notebook('b.ipynb', 'x = 1', 'x / 0'),
        bench.notebook('c.ipynb', 'print("never")')
      ];
      const outcome = await start(...files);
      expect(outcome.code).toBe(1);
      expect(outcome.run.problem?.sentence).toBe(
        'Rank 0: cell 2 of b.ipynb, line 1, raised ZeroDivisionError: division by zero'
      );
      expect(outcome.lines()).not.toContain('never');
      const text = rankFile(outcome, '.jkf/executed/b.ipynb');
      expect(text).toContain('ZeroDivisionError');
    },
    RUN_MS
  );

  it(
    'may be a .py file with its arguments',
    async () => {
      const file = bench.file(
        'job.py',
        'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--epochs", type=int)\nprint(parser.parse_args(), __name__)\n'
      );
      const outcome = await start(file, '--', '--epochs', '5');
      expect(outcome.code).toBe(0);
      expect(outcome.lines()).toEqual(['Namespace(epochs=5) __main__']);
      const wrong = await start(file, '--', '--epochs', 'five');
      expect(wrong.code).toBe(2);
      expect(wrong.run.problem?.code).toBe('run-file-exit');
    },
    2 * RUN_MS
  );
});
