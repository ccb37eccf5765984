/** Runs the pip of an interpreter: with its own files and variables, and nobody's terminal. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fail, problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { linesOf } from '../../core/packages/failure.js';
import { fullPython, markerEnvironment } from '../../core/packages/marker.js';
import type { ResolverPlace, ResolverWork } from '../../ports/packages.js';
import program from './pip.py?raw';
import { fullInWords } from './room.js';

export interface PipOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that one call may take. @default ten minutes */
  readonly patience?: number;
}

/** One call of pip. */
export interface PipCall {
  readonly work: ResolverWork;
  /** Behind `python -m pip`. */
  readonly args: readonly string[];
  /** A folder of its own: it works there, and its log is `pip.log` in it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** A line of what it prints. */
  readonly onLine?: (line: string) => void;
}

const PATIENCE = 600_000;

/** What a user's files may say and we cannot use: we install nothing. */
const VARIABLES = {
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_INPUT: '1',
  PIP_NO_COLOR: '1',
  PIP_REQUIRE_VIRTUALENV: '0',
  PIP_USER: '0',
  PIP_PROGRESS_BAR: 'off',
  PYTHONUNBUFFERED: '1'
};

/**
 * Runs it to its end.
 * @returns its log when it failed, without credentials; `undefined` when it did not
 */
export async function runPip(
  options: PipOptions,
  call: PipCall
): Promise<string | undefined> {
  const { place } = call.work;
  const limit = AbortSignal.timeout(options.patience ?? PATIENCE);
  const signal = AbortSignal.any([limit, ...(call.signal ? [call.signal] : [])]);
  const { code, text } = await ended(options, call, signal);
  if (call.signal?.aborted) throw call.signal.reason;
  if (limit.aborted) {
    const minutes = Math.ceil((options.patience ?? PATIENCE) / 60_000);
    return fail('resolver-slow', { minutes });
  }
  if (code === 0) return undefined;
  refuseUnusable(place, text);
  // Before the log is read: on a full disk it ends somewhere.
  const full = fullInWords(text);
  if (full) throw full;
  const log = await readFile(join(call.folder, 'pip.log'), 'utf8').catch(() => text);
  return linesOf(log).join('\n');
}

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Most that is kept of what it prints, in characters. */
const KEPT = 65_536;

function ended(
  { env }: PipOptions,
  { work, args, folder, onLine }: PipCall,
  signal: AbortSignal
): Promise<Ended> {
  const { place } = work;
  const child = spawn(place.python, ['-B', '-c', program, ...args], {
    cwd: folder,
    env: { ...env, ...place.env, ...VARIABLES, ...variablesFor(work), TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', line => {
      text = `${text}${line}\n`.slice(-KEPT);
      onLine?.(line);
    });
  }
  return new Promise((done, failed) => {
    child.on('close', code => {
      done({ code, text });
    });
    child.on('error', error => {
      // Whoever aborts it is told by `close`.
      if (!signal.aborted) failed(broken(place, error.message));
    });
  });
}

function variablesFor({ target, sources }: ResolverWork): Record<string, string> {
  const markers = markerEnvironment(target.python, target.machine);
  return {
    JKF_MARKERS: JSON.stringify(markers),
    // Others read command lines; an address may have a password in it.
    ...(sources.index === undefined ? {} : { PIP_INDEX_URL: sources.index }),
    ...(sources.moreIndexes.length > 0
      ? { PIP_EXTRA_INDEX_URL: sources.moreIndexes.join(' ') }
      : {})
  };
}

function broken({ python }: ResolverPlace, detail: string): ProblemError {
  return new ProblemError(problem('interpreter-broken', { python, detail }));
}

function refuseUnusable({ python }: ResolverPlace, text: string): void {
  if (/No module named '?pip\b/.test(text)) fail('resolver-missing', { python });
  if (/no such option: --(?:report|dry-run)/.test(text))
    fail('resolver-old', { python });
}

/** Which wheels fit, and where they are looked for; the same for finding and fetching. */
export function choiceArguments({ target, sources }: ResolverWork): readonly string[] {
  const { python, platforms } = target;
  return [
    '--only-binary=:all:',
    ...platforms.flatMap(tag => ['--platform', tag]),
    ...['--python-version', fullPython(python), '--implementation', 'cp'],
    ...['--abi', abiOf(python)],
    ...sources.findLinks.flatMap(place => ['--find-links', place]),
    ...(sources.noIndex ? ['--no-index'] : [])
  ];
}

/** `3.11` → `cp311`. */
export function abiOf(python: string): string {
  return `cp${python.replace('.', '')}`;
}
