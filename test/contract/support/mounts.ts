/** Small file systems of their own, to be full or read-only for real. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../../../controller/src/adapters/run-folder/sleep.js';

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
