/** Small file systems of their own, to be full or read-only for real. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../../../controller/src/adapters/run-folder/sleep.js';

/** What file systems in memory count in. */
const PAGE = 4096;

export interface Mount {
  readonly folder: string;
  /** Makes it read-only, as soon as nobody has a file open for writing. */
  seal(): Promise<void>;
  dispose(): void;
}

/** A file system in memory of so many KiB; or why there is none. */
export function smallDisk(kib: number): Mount | string {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-disk-'));
  const size = `size=${String(kib)}k`;
  try {
    mount('-t', 'tmpfs', '-o', size, 'tmpfs', folder);
  } catch {
    rmSync(folder, { recursive: true });
    return 'mounting a tmpfs needs root';
  }
  return {
    folder,
    seal: () =>
      patiently(() => {
        mount('-o', `remount,ro,${size}`, folder);
      }),
    dispose: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    }
  };
}

/** Takes all room but so many bytes, whoever else writes there; the file that takes it. */
export function fillBut(folder: string, bytes: number): string {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  try {
    while (freeIn(folder) > bytes) writeSync(file, Buffer.alloc(PAGE, 1));
  } catch (error) {
    if (!String(error).includes('ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
  return path;
}

/** Bytes that are free there. */
export function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' });
}

/** A supervisor that has written its last state is not gone at once. */
async function patiently(act: () => void, attempts = 100): Promise<void> {
  try {
    act();
  } catch (error) {
    if (attempts === 0) throw error;
    await sleep(50);
    await patiently(act, attempts - 1);
  }
}
