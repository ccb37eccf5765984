/**
 * A shell that outlives its supervisor only to clean up after it: it blocks on a pipe
 * whose other end the supervisor holds, and the system closes that end however the
 * supervisor dies. Started before the ranks.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { sleep } from '../run-folder/sleep.js';

/** A line means "all is done"; the end of the pipe without one means death. */
const SCRIPT = 'read -r word && exit 0; exec "$@" </dev/null';

/** Longest wait for a dismissed guard, in milliseconds. */
const PATIENCE = 2000;

export class Guard {
  readonly #shell: ChildProcess;

  /** @param sweep - the command that cleans up */
  constructor(sweep: readonly string[], env: Readonly<Record<string, string>>) {
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT, 'jkf-guard', ...sweep], {
      cwd: '/',
      detached: true,
      env,
      stdio: ['pipe', 'inherit', 'inherit']
    });
    // Without a guard the run still runs; readers sweep too.
    this.#shell.on('error', error => {
      process.stderr.write(`The guard did not start: ${error.message}\n`);
    });
    this.#shell.stdin?.on('error', () => undefined);
  }

  /** Lets it go; resolves when it has gone. */
  async dismiss(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#shell;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = once(this.#shell, 'exit');
    this.#shell.stdin?.end('done\n');
    await Promise.race([gone, sleep(PATIENCE)]);
  }
}
