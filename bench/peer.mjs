/** nbconvert as a child process that stays, so that both sides are measured warm. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export class Peer {
  #child;
  #lines;

  /** @param {string} python interpreter of the environment `dev` */
  constructor(python) {
    const script = join(import.meta.dirname, 'nbconvert_peer.py');
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[
      Symbol.asyncIterator
    ]();
  }

  /**
   * Milliseconds of each of `count` conversions of the notebook at `path`: `kept`, by one
   * exporter; `fresh`, by a new one each time.
   */
  async times(path, count) {
    this.#child.stdin.write(`${JSON.stringify({ path, times: count })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`nbconvert ended on ${path}`);
    const { kept, fresh } = JSON.parse(value);
    const inMilliseconds = seconds => seconds * 1000;
    return { kept: kept.map(inMilliseconds), fresh: fresh.map(inMilliseconds) };
  }

  dispose() {
    this.#child.kill();
  }
}
