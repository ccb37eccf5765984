/** At most one collector a mirror, over all processes: a file that names who it is. */
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import {
  formatIdentity,
  identify,
  liveness,
  parseIdentity
} from '../run-folder/identity.js';
import { errorCode, readIfThere } from '../run-folder/storage.js';

const NAME = 'collector';

/** Milliseconds without a sign after which a collector of another computer is dead. */
const SILENCE = 120_000;

/** The right to write a mirror. */
export class Lock {
  readonly #path: string;
  readonly #self: string;

  private constructor(path: string, self: string) {
    [this.#path, this.#self] = [path, self];
  }

  /** Takes the mirror; undefined while somebody who lives has it. */
  static take(folder: string, now: number): Lock | undefined {
    const self = identify(process.pid);
    if (!self) return undefined;
    const path = join(folder, NAME);
    const text = formatIdentity(self);
    if (isDead(path, text, now)) setAside(path, text, now);
    return link(path, text) ? new Lock(path, text) : undefined;
  }

  /** Whether somebody who lives has the mirror; our own process does not count. */
  static isHeld(folder: string, now: number): boolean {
    const self = identify(process.pid);
    const path = join(folder, NAME);
    if (readIfThere(path) === undefined) return false;
    return !isDead(path, self ? formatIdentity(self) : '', now);
  }

  /** Whether it is still ours; a sign of life. */
  hold(now: number): boolean {
    if (readIfThere(this.#path) !== this.#self) return false;
    utimesSync(this.#path, now / 1000, now / 1000);
    return true;
  }

  release(): void {
    if (readIfThere(this.#path) === this.#self) rmSync(this.#path, { force: true });
  }
}

/** The file appears as a whole or not at all. */
function link(path: string, text: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Our own process asks only when it has no collector of the mirror. */
function isDead(path: string, self: string, now: number): boolean {
  const text = readIfThere(path);
  if (text === undefined) return false;
  if (text === self) return true;
  const holder = parseIdentity(text);
  if (!holder) return true;
  const state = liveness(holder);
  const seen = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
  return state === 'dead' || (state === 'elsewhere' && now - seen > SILENCE);
}

/** Of several who see the dead holder one takes its file away; the others give it back. */
function setAside(path: string, self: string, now: number): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (!isDead(aside, self, now)) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
