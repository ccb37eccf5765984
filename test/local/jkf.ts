/** Runs the built `jkf` as its users do: a child process with a runs folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Plan } from '@jupyterlab-kubeflow/protocol';
import { notebookText, type Cell } from '../notebooks.js';
import { Command, type Ended } from './command.js';
import { outcomeOf, type Outcome } from './outcome.js';

const ROOT = join(import.meta.dirname, '..', '..');
const SCRIPT = join(ROOT, 'scripts', 'jkf.mjs');
const BUNDLE = join(ROOT, 'controller', 'dist', 'jkf.cjs');

/** Folder of the example notebooks. */
export const EXAMPLES = join(ROOT, 'examples');

/** A place to run jkf in: a folder for notebooks, and one for the runs. */
export class Bench {
  /** Removed by `dispose`. */
  readonly folder = mkdtempSync(join(tmpdir(), 'jkf-local-'));
  readonly home = join(this.folder, '.home');
  readonly runs = join(this.home, 'runs');

  /** @param python - interpreter of the runs; absent: what jkf finds */
  constructor(readonly python?: string) {
    const built = spawnSync(process.execPath, [SCRIPT, '--version']);
    if (built.status !== 0)
      throw new Error(`jkf is not built: ${String(built.stderr)}`);
  }

  /** Writes a file into the folder and returns its absolute path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Writes a notebook with these code cells and returns its path. */
  notebook(name: string, ...cells: (string | Cell)[]): string {
    return this.file(name, notebookText(cells));
  }

  /** Starts `jkf` with these arguments. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
    const child = spawn(process.execPath, [BUNDLE, ...args], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: '1', JKF_HOME: this.home, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    return new Command(child);
  }

  /** Runs `jkf` to its end. */
  jkf(...args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /** `jkf run FILE --follow` to its end, as a person sees it. */
  follow(file: string, ...options: string[]): Promise<Ended> {
    return this.jkf('run', file, ...this.interpreter(), '--follow', ...options);
  }

  /** `jkf run FILE --follow -o json` to its end, read as values. */
  async run(file: string, ...options: string[]): Promise<Outcome> {
    return outcomeOf(await this.follow(file, '-o', 'json', ...options));
  }

  /** `jkf plan FILE -o json`. */
  async plan(file: string, ...options: string[]): Promise<Plan> {
    const args = ['plan', file, ...this.interpreter(), '-o', 'json', ...options];
    const { stdout, stderr } = await this.jkf(...args);
    if (stdout === '') throw new Error(stderr);
    return Plan.parse(JSON.parse(stdout));
  }

  interpreter(): string[] {
    return this.python === undefined ? [] : ['--python', this.python];
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
