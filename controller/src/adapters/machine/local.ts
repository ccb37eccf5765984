/** Facts about this computer. */
import { execFile } from 'node:child_process';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { deniedText } from '../../core/run/denied.js';
import type { Gpu, Machine, MachineFacts } from '../../ports/machine.js';

const execute = promisify(execFile);

/** A driver in trouble can hang; a card that needs longer is not usable anyway. */
const NVIDIA_SMI_TIMEOUT_MS = 5_000;
const NVIDIA_SMI = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];

export class LocalMachine implements Machine {
  readonly #runsFolder: string;

  /** @param runsFolder - where runs are kept: its disk is the one asked */
  constructor(runsFolder: string) {
    this.#runsFolder = runsFolder;
  }

  async facts(): Promise<MachineFacts> {
    const folder = this.#runsFolder;
    const [gpus, diskFreeBytes, detail] = await Promise.all([
      findGpus(),
      freeBytes(folder),
      writeFault(folder)
    ]);
    return {
      platform: process.platform,
      cpus: availableParallelism(),
      memoryBytes: totalmem(),
      gpus,
      diskFreeBytes,
      ...(detail === undefined ? {} : { unwritable: { folder, detail } })
    };
  }
}

async function findGpus(): Promise<Gpu[]> {
  try {
    const options = { timeout: NVIDIA_SMI_TIMEOUT_MS };
    return parseGpus((await execute('nvidia-smi', NVIDIA_SMI, options)).stdout);
  } catch {
    return [];
  }
}

/** Lines of `name, MiB`. */
export function parseGpus(text: string): Gpu[] {
  return text
    .split('\n')
    .map(line => /^(.+),\s*(\d+)\s*$/.exec(line))
    .filter(match => match !== null)
    .map(([, name = '', memory = '0']) => ({
      name: name.trim(),
      memoryMiB: Number(memory)
    }));
}

/** Of the first folder on the way up that exists: the runs folder itself may come later. */
async function freeBytes(folder: string): Promise<number> {
  const stats = await statfs(folder).catch(() => undefined);
  if (stats) return stats.bavail * stats.bsize;
  return dirname(folder) === folder ? 0 : freeBytes(dirname(folder));
}

/**
 * Why a folder cannot be written to, or not be made: asked of the first one on the way up
 * that exists, and nothing is made.
 */
async function writeFault(folder: string): Promise<string | undefined> {
  try {
    const isFolder = (await stat(folder)).isDirectory();
    if (!isFolder) return deniedText('ENOTDIR');
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(folder);
    if (code === 'ENOENT' && above !== folder) return writeFault(above);
    return deniedText(code) ?? (error as Error).message;
  }
}
