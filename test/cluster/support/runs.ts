/** `jkf` against a namespace of the test's cluster. */
import { Run } from '@jupyterlab-kubeflow/protocol';
import type { Command, Ended } from '../../local/command.js';
import { Bench } from '../../local/jkf.js';
import type { Place } from './cluster.js';
import { pushed } from './images.js';

/** Lines that tell whether one is lost or doubled. */
export function counting(lines: number): string {
  return `import time
for i in range(${String(lines)}):
    print("line", i, flush=True)
    time.sleep(0.02)
print("loss=0.5")
`;
}

/** What is wrong with the output of `counting`. */
export function countFaults(
  lines: number,
  text: string
): { readonly lost: number[]; readonly doubled: number[] } {
  const seen = [...text.matchAll(/^line (\d+)$/gm)].map(([, line]) => Number(line));
  const lost = Array.from({ length: lines }, (_, i) => i).filter(
    i => !seen.includes(i)
  );
  return { lost, doubled: seen.filter((line, i) => seen.indexOf(line) !== i) };
}

export const NO_FAULTS = { lost: [], doubled: [] };

/** Prints a word and stays. */
export const WAITING = `import time
print("waiting", flush=True)
time.sleep(600)
`;

/** Milliseconds that a run is given to come so far. */
const PATIENCE = 90_000;

export class Actor {
  readonly bench = new Bench();
  context = '';
  image = '';
  #env: NodeJS.ProcessEnv = {};

  constructor(readonly place: Place) {}

  /** Makes the namespace, and pushes the image that runs use. */
  async begin(): Promise<void> {
    await this.place.make();
    this.image = await pushed('python', this.place.status.registries.open);
    this.context = (await this.place.must('config', 'current-context')).trim();
    this.#env = { KUBECONFIG: this.place.status.kubeconfig };
  }

  async end(): Promise<void> {
    await this.place.remove();
    this.bench.dispose();
  }

  jkf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
    return this.bench.start(args, { ...this.#env, ...env });
  }

  async must(...args: string[]): Promise<Ended> {
    const ended = await this.jkf(args).ended;
    if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.stderr}`);
    return ended;
  }

  /** A small pod, in the test's namespace unless another is named. */
  options(id: string, namespace = this.place.namespace): string[] {
    return [
      ...['--id', id, '--target', `${this.context}/${namespace}`],
      ...['--image', this.image, '--cpu', '50m', '--memory', '64MiB', '--shm', '16MiB']
    ];
  }

  start(id: string, program: string, ...more: string[]): Command {
    const file = this.bench.file(`${id}.py`, program);
    return this.jkf(['run', file, ...this.options(id), ...more]);
  }

  logs(id: string): Command {
    return this.jkf(['runs', 'logs', id, '--follow']);
  }

  async find(id: string): Promise<Run | undefined> {
    const { stdout } = await this.must('runs', 'list', '-o', 'json');
    const runs = (JSON.parse(stdout) as unknown[]).map(each => Run.parse(each));
    return runs.find(each => each.id === id);
  }

  async shown(id: string): Promise<Run> {
    const run = await this.find(id);
    return run ?? Promise.reject(new Error(`there is no run ${id}`));
  }

  /** The run once it is so; what it was like when it does not come to that. */
  async until(id: string, holds: (run: Run) => boolean): Promise<Run> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const run = await this.find(id);
      if (run && holds(run)) return run;
      if (Date.now() > deadline) {
        throw new Error(`${id} did not come so far: ${JSON.stringify(run)}`);
      }
      await new Promise(resolve => setTimeout(resolve, 700));
    }
  }

  /** Names of the objects that a run has on the cluster. */
  objects(id: string): Promise<string> {
    const label = `jupyterlab-kubeflow.io/run=${id}`;
    return this.place.must('get', 'jobs,configmaps', '-o', 'name', '-l', label);
  }
}
