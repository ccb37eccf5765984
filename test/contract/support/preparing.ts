/** For tests of what is done before the click: one notebook, and time that stands still. */
import type { Plan, Prepared } from '@jupyterlab-kubeflow/protocol';
import { gzipLayer } from '../../../controller/src/adapters/registry/gzip.js';
import type { Registries } from '../../../controller/src/ports/registry.js';
import type { AppendedImage } from '../../../controller/src/service/image-build.js';
import {
  BundleImages,
  type ImageRequest,
  type ImageSource
} from '../../../controller/src/service/images.js';
import { hash, type Appending } from './appending.js';

const PLAN = {
  source: { path: 'a.ipynb', kind: 'notebook', sha256: '' },
  checks: []
} as unknown as Plan;

export class Preparing implements Appending {
  readonly base: string;
  readonly push: string;
  readonly images: BundleImages;
  /** Milliseconds of what sleeps now. */
  readonly sleeping: number[] = [];
  /** How often files were read. */
  reads = 0;
  readonly #registries: Registries;
  readonly #wake: (() => void)[] = [];

  constructor(registries: Registries, { base, push }: Appending) {
    this.base = base;
    this.push = push;
    this.#registries = registries;
    this.images = new BundleImages({
      reach: () => this.reach(),
      read: () => {
        this.reads += 1;
        return Promise.resolve(Buffer.from('data'));
      },
      compress: gzipLayer,
      hash,
      timing: { now: Date.now, sleep: (ms, signal) => this.#sleep(ms, signal) }
    });
  }

  reach(): Promise<Registries> {
    return Promise.resolve(this.#registries);
  }

  prepare(
    code: string,
    what: Exclude<Prepared, 'nothing'>,
    changes: Partial<ImageRequest> = {}
  ): Promise<Prepared> {
    return this.images.prepare(
      sourceOf(code),
      { ...this.#request(), ...changes },
      what
    );
  }

  build(code: string, changes: Partial<ImageRequest> = {}): Promise<AppendedImage> {
    return this.images.build(sourceOf(code), { ...this.#request(), ...changes });
  }

  /** All that sleeps has slept enough. */
  wake(): void {
    this.#wake.splice(0).forEach(each => {
      each();
    });
  }

  async dispose(): Promise<void> {
    await this.images.discard();
    this.#registries.close();
  }

  #request(): ImageRequest {
    const access = { plainHttp: [], trusted: [] };
    return { base: this.base, push: this.push, access, tagByContent: true };
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeping.push(ms);
    return new Promise((resolve, reject) => {
      this.#wake.push(resolve);
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }
}

/** A notebook with this code, and a file beside it. */
function sourceOf(code: string): ImageSource {
  const entry = { kind: 'script', path: 'a.py' } as const;
  const text = { kind: 'text', text: code } as const;
  const copy = { kind: 'copy', from: '/data.csv' } as const;
  const fileOf = (path: string) => ({ path, mode: 0o644, sha256: hash(code), size: 1 });
  const files = [
    { ...fileOf('a.py'), content: text },
    { ...fileOf('data.csv'), content: copy }
  ];
  const digest = `sha256:${hash(code)}`;
  return { plan: PLAN, bundle: { digest, files, entry, requirements: [] } };
}
