/** A pod's containers as processes: what the manifests say really runs the notebook. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '@jupyterlab-kubeflow/protocol';
import type {
  DeliveredFile,
  ManifestInput
} from '../../controller/src/core/kubernetes/input.js';
import { manifestsFor } from '../../controller/src/core/kubernetes/manifests.js';
import type {
  Container,
  KubernetesObject,
  PodTemplate
} from '../../controller/src/core/kubernetes/objects.js';
import { inputOf, planOf } from '../../controller/src/core/kubernetes/testing.js';
import { createCellCache } from '../../controller/src/core/notebook/cache.js';
import { prepare } from '../../controller/src/core/plan/prepare.js';
import {
  parseRecord,
  type ResultRecord
} from '../../controller/src/core/run/results.js';
import { RUNNER_FILES } from '../../controller/src/runner-files.js';
import { notebookText } from '../notebooks.js';
import { Pod, type Ended, type Started } from './support/pod.js';

const SETTINGS = { ...DEFAULT_SETTINGS, parameters: { epochs: 3 } };

/** The bundle of a notebook of these cells, a module in a folder included. */
function bundleOf(...cells: readonly string[]): DeliveredFile[] {
  const [first = '', ...others] = cells;
  const text = notebookText([{ source: first, tags: ['parameters'] }, ...others]);
  const source = { path: 'work/digits.ipynb', text };
  const { file, spec } = prepare(source, SETTINGS, createCellCache());
  const runner = Object.entries(RUNNER_FILES).map(([path, code]): [string, string] => [
    `.jkf/runner/${path}`,
    code
  ]);
  const texts: [string, string][] = [
    [file.path, file.text],
    ['.jkf/entry.json', JSON.stringify(spec)],
    ['tools/größe.py', 'SIZE = 7\n'],
    ...runner
  ];
  const encoder = new TextEncoder();
  return texts.map(([path, code]) => ({
    ...{ path, mode: 0o644 },
    bytes: encoder.encode(code)
  }));
}

const NOTEBOOK = [
  'epochs = 1',
  "import os\nfrom tools.größe import SIZE\nprint('rank', os.environ.get('RANK'), 'size', SIZE)",
  "for epoch in range(epochs):\n    print(f'Epoch {epoch} - loss: {1 / (epoch + 1)}')",
  "with open('model.txt', 'w') as file:\n    file.write(os.path.expanduser('~'))"
];

const pods: Pod[] = [];
afterEach(() => {
  pods.splice(0).forEach(pod => {
    pod.dispose();
  });
});

function jobOf(cells: readonly string[], more: Partial<ManifestInput> = {}) {
  const parameter = { name: 'epochs', type: 'int', defaultSource: '1' } as const;
  const plan = {
    ...planOf('none', 3),
    parameters: [{ ...parameter, cell: 1, line: 1, value: 3 }]
  };
  const delivery = { kind: 'inline', files: bundleOf(...cells) } as const;
  return manifestsFor(inputOf('Job', { plan, delivery, ...more }));
}

/** The pod of one rank with its bundle mounted, as its node would have it. */
function podOf(objects: readonly KubernetesObject[], rank = 0): Pod {
  const pod = new Pod({ 'batch.kubernetes.io/job-completion-index': String(rank) });
  pods.push(pod);
  const bundle = objects.find(({ metadata }) => metadata.name.endsWith('-bundle'));
  if (!bundle) throw new Error('there is no bundle');
  pod.mount(bundle, '/jkf/bundle');
  return pod;
}

interface Containers {
  readonly events: Container;
  readonly main: Container;
}

function containersOf(objects: readonly KubernetesObject[]): Containers {
  const { spec } = objects.at(-1)?.spec?.['template'] as PodTemplate;
  const [events] = spec.initContainers ?? [];
  const [main] = spec.containers;
  if (!events || !main) throw new Error('containers are missing');
  return { events, main };
}

/** Bit of SIGTERM in the masks of a process. */
const SIGTERM_BIT = 1n << 14n;

/** Tells a process to end. One that is not the first of a container must listen before. */
async function tell({ process: { pid }, process: child }: Started): Promise<void> {
  await vi.waitFor(() => {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const masks = [...status.matchAll(/^Sig(?:Blk|Cgt):\s+(\w+)$/gm)];
    const heeds = masks.some(([, mask]) => BigInt(`0x${mask ?? ''}`) & SIGTERM_BIT);
    expect(heeds).toBe(true);
  }, 30_000);
  child.kill('SIGTERM');
}

/** In the kubelet's order: the sidecar, the rank; then the sidecar is told. */
async function run(pod: Pod, { events, main }: Containers) {
  const sidecar = pod.start(events);
  const rank = await pod.start(main).ended;
  await tell(sidecar);
  return { rank, sidecar: await sidecar.ended };
}

/** Every line of a text, which must all be records. */
const recordsOf = (text: string): ResultRecord[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const record = parseRecord(line);
      if (!record) throw new Error(`no record: ${line}`);
      return record;
    });

const kindsOf = ({ output }: Ended): string[] =>
  recordsOf(output).map(({ kind }) => kind);

describe('a Job with inline delivery', () => {
  it('runs the notebook in its working folder, and the sidecar prints its events', async () => {
    const objects = jobOf(NOTEBOOK);
    const pod = podOf(objects, 2);
    const { rank, sidecar } = await run(pod, containersOf(objects));
    expect(rank).toMatchObject({ code: 0, errors: '' });
    expect(rank.output.split('\n')).toEqual([
      'rank 2 size 7',
      ...['Epoch 0 - loss: 1.0', 'Epoch 1 - loss: 0.5'],
      ...['Epoch 2 - loss: 0.3333333333333333', '']
    ]);
    const model = readFileSync(pod.inside('/jkf/run/work/model.txt'), 'utf8');
    expect(model).toBe(pod.inside('/jkf/run/home'));
    expect(sidecar.code).toBe(0);
    const kinds = kindsOf(sidecar);
    expect(kinds[0]).toBe('started');
    expect(kinds.filter(kind => kind === 'metric')).toHaveLength(3);
    expect(recordsOf(sidecar.output)).toContainEqual(
      expect.objectContaining({ kind: 'finished', ok: true })
    );
    expect(recordsOf(sidecar.output).at(-1)).toEqual({ kind: 'end', code: 0 });
  });

  it('ends with the notebook’s exit code, and the sidecar knows cell and line', async () => {
    const objects = jobOf(['epochs = 1', "\nraise ValueError('no')"]);
    const { rank, sidecar } = await run(podOf(objects), containersOf(objects));
    expect(rank.code).toBe(1);
    expect(rank.errors).toContain('digits.ipynb, cell 2');
    expect(recordsOf(sidecar.output)).toContainEqual(
      expect.objectContaining({ kind: 'failure', cell: 2, line: 2, message: 'no' })
    );
  });

  it('ends at SIGTERM, and no event is lost', async () => {
    const objects = jobOf([
      'epochs = 1',
      "import time\nprint('loss=1')\ntime.sleep(60)"
    ]);
    const pod = podOf(objects);
    const { events, main } = containersOf(objects);
    const sidecar = pod.start(events);
    const rank = pod.start(main);
    await new Promise(resolve => rank.process.stdout?.once('data', resolve));
    rank.process.kill('SIGTERM');
    expect((await rank.ended).code).toBe(128 + 15);
    await tell(sidecar);
    const written = readFileSync(pod.inside('/jkf/run/events.jsonl'), 'utf8');
    const { output } = await sidecar.ended;
    expect(output.startsWith(written)).toBe(true);
    expect(recordsOf(output.slice(written.length))).toEqual([
      { kind: 'end', code: 128 + 15 }
    ]);
    expect(recordsOf(written)).toContainEqual(
      expect.objectContaining({ kind: 'cell-started', cell: 2 })
    );
  });

  it('goes on with what a failed attempt wrote when its container is started again', async () => {
    const objects = jobOf(NOTEBOOK);
    const pod = podOf(objects);
    const { main } = containersOf(objects);
    const file = pod.inside('/jkf/run/work/tools/größe.py');
    await pod.start(main).ended;
    // Of another length: Python takes what it has compiled for one of the same second.
    writeFileSync(file, 'SIZE = 88\n');
    expect((await pod.start(main).ended).output).toContain('size 88');
    expect(readFileSync(file, 'utf8')).toBe('SIZE = 88\n');
  });
});

describe('a TrainJob, which can have no sidecar', () => {
  it('unpacks and runs in one container, with events marked in its log', async () => {
    const plan = planOf('none', 1);
    const delivery = { kind: 'inline', files: bundleOf(...NOTEBOOK) } as const;
    const objects = manifestsFor(inputOf('TrainJob', { plan, delivery }));
    const { trainer } = objects.at(-1)?.spec as { trainer: Container };
    const { code, output, errors } = await podOf(objects).start(trainer).ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const lines = output.split('\n').filter(line => line !== '');
    const marked = lines.filter(line => line.startsWith('\u001e'));
    const events = recordsOf(marked.map(line => line.slice(1)).join('\n'));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'finished', ok: true })
    );
    expect(events.at(-1)).toEqual({ kind: 'end', code: 0 });
    expect(lines.filter(line => !marked.includes(line))).toEqual([
      'rank None size 7',
      'Epoch 0 - loss: 1.0'
    ]);
  });
});
