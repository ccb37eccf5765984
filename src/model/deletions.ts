/** Deletions that wait, so that they can be undone. */
import type { IDeletion } from '../tokens.js';

/** Time to change one's mind, milliseconds. */
const GRACE = 8000;

interface Waiting {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly deletion: IDeletion;
}

export class Deletions {
  private readonly waiting = new Map<string, Waiting>();
  /** Hidden already, whether the deletion waits or is under way. */
  readonly pending = new Set<string>();

  constructor(
    private readonly erase: (id: string) => Promise<void>,
    private readonly changed: () => void
  ) {}

  /** Asked twice for the same run, it is the same deletion. */
  start(id: string, graceMs = GRACE): IDeletion {
    const before = this.waiting.get(id);
    if (before) return before.deletion;
    const { promise, resolve, reject } = withResolvers<boolean>();
    const timer = setTimeout(() => {
      this.carryOut(id).then(() => {
        resolve(true);
      }, reject);
    }, graceMs);
    const keep = (): void => {
      if (this.forget(id)) resolve(false);
    };
    const deletion = { keep, done: promise };
    this.waiting.set(id, { timer, deletion });
    this.pending.add(id);
    this.changed();
    return deletion;
  }

  /** What waits is not deleted: whoever closes the page has not confirmed it. */
  dispose(): void {
    for (const id of [...this.waiting.keys()]) this.forget(id);
  }

  private forget(id: string): boolean {
    const waiting = this.waiting.get(id);
    if (!waiting) return false;
    clearTimeout(waiting.timer);
    this.waiting.delete(id);
    this.pending.delete(id);
    this.changed();
    return true;
  }

  private async carryOut(id: string): Promise<void> {
    this.waiting.delete(id);
    try {
      await this.erase(id);
    } finally {
      this.pending.delete(id);
      this.changed();
    }
  }
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

function withResolvers<T>(): Resolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { promise, resolve, reject };
}
