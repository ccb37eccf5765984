/** Imports modules in a process of its own, in a copy of what a run would have. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import type { BundleEntry } from '../../core/bundle/bundle.js';
import type {
  ImportOutcome,
  ImportResult,
  ImportTrial,
  ImportTrials,
  ImportWatch,
  Kernel
} from '../../ports/kernel.js';
import program from './imports.py?raw';

/** Long enough for several frameworks on a cold disk. */
const PATIENCE_MS = 120_000;

const Said = z.union([
  z.object({ begun: z.string() }),
  z.object({ ended: z.string(), fault: z.nullable(z.string()) })
]);

export interface ImportTrialsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for all of a trial. @default two minutes */
  readonly patience?: number;
}

export class LocalImportTrials implements ImportTrials {
  readonly #options: ImportTrialsOptions;

  constructor(options: ImportTrialsOptions) {
    this.#options = options;
  }

  async run(
    kernel: Kernel,
    trial: ImportTrial,
    watch: ImportWatch = {}
  ): Promise<ImportResult> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'jkf-imports-')));
    try {
      const detail = await layOut(folder, trial.files, watch.signal).catch(whyNot);
      watch.signal?.throwIfAborted();
      if (detail !== undefined) return { kind: 'untried', detail };
      return await this.#tried(kernel, trial, { folder, watch });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #tried(
    kernel: Kernel,
    trial: ImportTrial,
    { folder, watch }: { readonly folder: string; readonly watch: ImportWatch }
  ): Promise<ImportResult> {
    const { patience = PATIENCE_MS } = this.#options;
    const begun = performance.now();
    const seen = new Seen(watch);
    const child = this.#start(kernel, trial, folder);
    const limit = AbortSignal.timeout(patience);
    const ended = await endOf(child, seen, [
      limit,
      ...(watch.signal ? [watch.signal] : [])
    ]);
    watch.signal?.throwIfAborted();
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    if (limit.aborted) {
      const [module = ''] = [seen.current];
      return { kind: 'late', module, seconds, outcomes: seen.outcomes };
    }
    if (seen.current !== undefined || ended !== 'exit code 0') seen.crashed(ended);
    return { kind: 'tried', seconds, outcomes: seen.outcomes };
  }

  /** In a group of its own, so that what modules start ends with it. */
  #start(
    { python, env }: Kernel,
    { modules, roots, env: own }: ImportTrial,
    folder: string
  ): ChildProcess {
    const child = spawn(python, ['-B', '-c', program], {
      cwd: folder,
      // As in a run: what starts runs does nothing there.
      env: { ...this.#options.env, ...env, ...own, FAIRING_RUNTIME: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify({ modules, roots }));
    return child;
  }
}

/** What the program has said so far. */
class Seen {
  readonly outcomes: ImportOutcome[] = [];
  current: string | undefined;
  readonly #watch: ImportWatch;

  constructor(watch: ImportWatch) {
    this.#watch = watch;
  }

  line(text: string): void {
    const said = parsed(text);
    if (!said) return;
    if ('begun' in said) {
      this.current = said.begun;
      this.#watch.onModule?.(said.begun);
      return;
    }
    this.current = undefined;
    const { ended: module, fault } = said;
    this.outcomes.push({ module, ...(fault === null ? {} : { fault }) });
  }

  crashed(how: string): void {
    const module = this.current ?? '';
    this.outcomes.push({ module, fault: `Python itself ended with ${how}` });
    this.current = undefined;
  }
}

function parsed(text: string): z.infer<typeof Said> | undefined {
  try {
    return Said.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** How it ended; it and all that it has started are gone then. */
function endOf(
  child: ChildProcess,
  seen: Seen,
  signals: readonly AbortSignal[]
): Promise<string> {
  const lines = child.stdout && createInterface(child.stdout);
  lines?.on('line', line => {
    seen.line(line);
  });
  const any = AbortSignal.any([...signals]);
  const stop = (): void => {
    killGroup(child);
  };
  if (any.aborted) stop();
  any.addEventListener('abort', stop);
  return new Promise<string>((done, failed) => {
    child.on('error', failed);
    // Before `close`: what it has started may keep its output open.
    child.on('exit', stop);
    child.on('close', (code, signal) => {
      done(signal ?? `exit code ${String(code ?? 0)}`);
    });
  }).finally(() => {
    any.removeEventListener('abort', stop);
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}

/** The files at their places; copies, for modules may change what lies beside them. */
async function layOut(
  folder: string,
  files: readonly BundleEntry[],
  signal?: AbortSignal
): Promise<undefined> {
  for (const { path, content } of files) {
    if (signal?.aborted) return undefined;
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    if (content.kind === 'text') await writeFile(target, content.text);
    else await copyFile(content.from, target, constants.COPYFILE_FICLONE);
  }
  return undefined;
}

/** Faults of the disk say nothing about imports. */
function whyNot(error: unknown): string {
  if (error instanceof Error && 'code' in error) return error.message;
  throw error;
}
