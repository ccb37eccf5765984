/** Runs to launch in tests: what the ranks do, in steps, as a plan and a bundle. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Framework,
  Message,
  Parameter,
  Plan,
  Replicas
} from '@jupyterlab-kubeflow/protocol';
import type { Program } from '../../../controller/src/adapters/memory/program.js';
import type {
  Bundle,
  BundleEntry
} from '../../../controller/src/core/bundle/bundle.js';
import type { LaunchRequest } from '../../../controller/src/ports/target.js';

/** Everything but the program has a default: one plain rank a program. */
export interface Wanted {
  readonly framework?: Framework;
  readonly replicas?: readonly Replicas[];
  readonly parameters?: readonly Parameter[];
  /** Python that is executed instead of the program. */
  readonly code?: string;
  /** More files of the bundle. */
  readonly files?: readonly BundleEntry[];
  readonly python?: string;
  readonly diskBytes?: number;
  readonly graceSeconds?: number;
}

const RUNNER = join(import.meta.dirname, '..', '..', '..', 'controller', 'runner');
const NO_REASON: Message = { code: 'test', params: {}, text: 'for the test' };

/** Takes the steps of its rank, which it knows by the path of its events. */
const PLAYER = `
import json, os, sys, time
rank = int(os.path.basename(os.path.dirname(os.environ['JKF_EVENTS'])))
for step in json.load(open('steps.json', encoding='utf-8'))[rank]:
    kind = step['kind']
    if kind == 'write':
        sys.stdout.write(step['text'])
        sys.stdout.flush()
    elif kind == 'metric':
        print('%s=%s' % (step['name'], step['value']), flush=True)
    elif kind == 'file':
        with open(step['path'], 'w', encoding='utf-8') as file:
            file.write(step['text'])
    elif kind == 'raise':
        raise ValueError(step['message'])
    elif kind == 'exit':
        os._exit(step['code'])
    elif kind == 'hang':
        while True:
            time.sleep(60)
`;

/** A file made by the test. */
export function textFile(path: string, text: string): BundleEntry {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    path,
    mode: 0o644,
    sha256,
    size: bytes.length,
    content: { kind: 'text', text }
  };
}

/** A file to be copied, as it is now. */
export function copiedFile(path: string, from: string): BundleEntry {
  const bytes = readFileSync(from);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const content = { kind: 'copy', from } as const;
  return { path, mode: 0o644, sha256, size: bytes.length, content };
}

/** A run whose ranks follow a program. */
export function requestOf(
  id: string,
  program: Program,
  wanted: Wanted = {}
): LaunchRequest {
  const files = [
    ...runnerFiles(),
    textFile('.jkf/entry.json', '{"kind":"file","path":"player.py","args":[]}'),
    textFile('player.py', wanted.code ?? PLAYER),
    textFile('steps.json', JSON.stringify(program)),
    ...(wanted.files ?? [])
  ];
  const bundle: Bundle = {
    digest: 'sha256:test',
    files,
    entry: { kind: 'file', path: 'player.py', args: [] },
    requirements: []
  };
  return { id, plan: planOf(bundle, program.length, wanted), bundle };
}

/** The program that a request's ranks follow. */
export function programOf({ bundle }: Pick<LaunchRequest, 'bundle'>): Program {
  const content = bundle.files.find(({ path }) => path === 'steps.json')?.content;
  if (content?.kind !== 'text') throw new RangeError('the bundle has no program');
  return JSON.parse(content.text) as Program;
}

/** The interpreter behind `python3`, not a shim that starts it. */
export function realPython(): string {
  const code = 'import sys; print(sys.executable)';
  return execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim();
}
const PYTHON = realPython();

function planOf(bundle: Bundle, ranks: number, wanted: Wanted): Plan {
  const replicas = wanted.replicas ?? [{ role: 'worker', count: ranks }];
  const framework = wanted.framework ?? 'none';
  return {
    schema: 1,
    name: 'player',
    source: { path: 'player.py', kind: 'python', sha256: '' },
    mode: 'file',
    target: { kind: 'local' },
    cells: [],
    parameters: [...(wanted.parameters ?? [])],
    bundle: {
      digest: bundle.digest,
      size: bundle.files.reduce((sum, { size }) => sum + size, 0),
      entry: bundle.entry,
      files: bundle.files.map(({ path, size, mode, sha256 }) => ({
        ...{ path, size, mode, sha256 },
        origin: 'user',
        reason: NO_REASON,
        included: true
      })),
      requirements: []
    },
    environment: {
      kind: 'interpreter',
      python: wanted.python ?? PYTHON,
      reason: NO_REASON
    },
    workload: { kind: 'processes', framework, replicas: [...replicas] },
    env: [],
    limits: {
      diskBytes: wanted.diskBytes ?? 2 ** 30,
      graceSeconds: wanted.graceSeconds ?? 2
    },
    checks: [],
    reasons: {}
  };
}

let runner: readonly BundleEntry[] | undefined;

/** The real runner, as plans ship it. */
function runnerFiles(): readonly BundleEntry[] {
  runner ??= sourcesBelow('').map(path =>
    textFile(join('.jkf', 'runner', path), readFileSync(join(RUNNER, path), 'utf8'))
  );
  return runner;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(RUNNER, folder)).flatMap(name => {
    const path = join(folder, name);
    if (name === 'tests' || name === '__pycache__') return [];
    if (statSync(join(RUNNER, path)).isDirectory()) return sourcesBelow(path);
    return name.endsWith('.py') ? [path] : [];
  });
}
