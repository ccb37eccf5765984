/** Kubeflow Fairing's AppendBuilder in a process that stays, so that it is measured warm. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureEnv } from '../scripts/envs.mjs';

/** Milliseconds after which an environment or a program that cannot start is given up. */
const PATIENCE = 5 * 60_000;

/** @returns it, or why there is none: packages of its time may be gone */
export async function startFairing(folder) {
  try {
    const { python } = await within(ensureEnv('fairing', { log: say }));
    const fairing = new Fairing(python, folder);
    await within(fairing.ready());
    return fairing;
  } catch (error) {
    say(error.message);
    return 'cannot be installed here';
  }
}

const say = line => process.stderr.write(`${line}\n`);

function within(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('Fairing does not start.')), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

class Fairing {
  #child;
  #lines;
  #folder;

  constructor(python, folder) {
    const script = join(import.meta.dirname, 'fairing_peer.py');
    const env = { ...process.env, HOME: folder };
    this.#folder = join(folder, 'fairing');
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.#lines = createInterface({ input: this.#child.stdout })[
      Symbol.asyncIterator
    ]();
  }

  async ready() {
    await this.#line();
  }

  /** Puts files on a base. It speaks plain HTTP with `localhost` only. */
  async append({ host, base, name, files }) {
    mkdirSync(this.#folder, { recursive: true });
    for (const { path, bytes } of files) {
      writeFileSync(join(this.#folder, path), bytes);
    }
    const local = host.replace('127.0.0.1', 'localhost');
    const request = {
      folder: this.#folder,
      base: `${local}/${base}`,
      registry: `${local}/team`,
      name
    };
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    await this.#line();
  }

  async #line() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('Fairing ended.');
    return value;
  }

  stop() {
    this.#child.kill();
  }
}
