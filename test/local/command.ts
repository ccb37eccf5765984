/** A command line underway, and how it ended. */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A child process and what it has written so far. */
export class Command {
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  #look = (): void => undefined;

  constructor(readonly child: ChildProcessByStdio<null, Readable, Readable>) {
    child.stdout.on('data', chunk => {
      this.#stdout += String(chunk);
      this.#look();
    });
    child.stderr.on('data', chunk => (this.#stderr += String(chunk)));
    this.ended = new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', code => {
        done({ code: code ?? -1, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  /** The match, once standard output has one; rejects when the command ends before. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>(resolve => {
      this.#look = () => {
        const match = pattern.exec(this.#stdout);
        if (match) resolve(match);
      };
      this.#look();
    });
    const early = this.ended.then(() => pattern.exec(this.#stdout));
    const match = await Promise.race([found, early]);
    if (match) return match;
    throw new Error(`It ended without printing ${String(pattern)}:\n${this.#stderr}`);
  }
}
