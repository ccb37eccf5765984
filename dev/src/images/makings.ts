/** What recipes need that is made first: programs from Go modules, this checkout's wheel. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureEngines } from '../engines/ensure.js';
import { describe as describeBuild } from '../engines/progress.js';
import type { EngineName } from '../engines/table.js';
import { ROOT } from '../folders.js';
import { runCommand } from '../process.js';

/** Gives recipes what has to be made first. */
export interface Makings {
  /** Path of a program that is built from a Go module. */
  readonly binary: (engine: EngineName, name?: string) => Promise<string>;
  /** Path of this checkout's wheel. */
  readonly wheel: () => Promise<string>;
  /** Lines of a file of requirements below `scripts/envs`. */
  readonly requirements: (name: string) => Promise<readonly string[]>;
}

export interface MakingsOptions {
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The makings of this computer. */
export function makingsOf(options: MakingsOptions): Makings {
  return {
    binary: (engine, name = '') => binaryOf(engine, name, options),
    wheel: () => wheelOf(options),
    requirements: async name => {
      const file = join(ROOT, 'scripts', 'envs', `${name}.txt`);
      const lines = (await readFile(file, 'utf8')).split('\n').map(line => line.trim());
      return lines.filter(line => line !== '' && !line.startsWith('#'));
    }
  };
}

async function binaryOf(
  engine: EngineName,
  name: string,
  { onProgress, signal }: MakingsOptions
): Promise<string> {
  const started = Date.now();
  const { [engine]: built } = await ensureEngines([engine], {
    onProgress: states => {
      onProgress?.(describeBuild(states, (Date.now() - started) / 1000));
    },
    ...(signal ? { signal } : {})
  });
  const { binaries } = built;
  const path = binaries[name] ?? Object.values(binaries)[0];
  if (path === undefined)
    throw new Error(`The engine ${engine} has no program ${name}.`);
  return path;
}

async function wheelOf({ onProgress, signal }: MakingsOptions): Promise<string> {
  onProgress?.('packing this checkout’s wheel');
  const { code, stdout, stderr } = await runCommand({
    file: process.execPath,
    args: [join(ROOT, 'scripts', 'wheel.mjs')],
    ...(signal ? { signal } : {})
  });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}
