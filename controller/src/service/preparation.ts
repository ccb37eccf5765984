/**
 * What is done for the image of one notebook before it is asked for. Two parts: the place
 * (base, uploads), which serves any code, and the push of one bundle, of which the newest
 * counts.
 */
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { BuildProgress } from '../core/image/build-progress.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';
import type {
  AppendedImage,
  AppendRequest,
  ImageBuilder,
  Opened
} from './image-build.js';
import { raced } from './raced.js';

/** An image without its files, and without who waits for it. */
export type ImagePlace = Omit<AppendRequest, 'files' | 'signal' | 'onProgress'>;

/** Files by their digest; they are read when they are needed. */
export interface Code {
  readonly digest: string;
  readonly read: () => Promise<readonly DeliveredFile[]>;
}

export type Watch = Pick<AppendRequest, 'signal' | 'onProgress'>;

interface Push {
  readonly digest: string;
  readonly stop: AbortController;
  /** Somebody has asked for the image: it is not given up for another one. */
  wanted: boolean;
  readonly image: Promise<AppendedImage>;
}

export class Preparation {
  readonly #builder: () => Promise<ImageBuilder>;
  readonly #place: ImagePlace;
  readonly #stop = new AbortController();
  #opened: Opened | undefined;
  #opening: Promise<void> | undefined;
  #pushed: Push | undefined;
  #onProgress: Watch['onProgress'];

  constructor(builder: () => Promise<ImageBuilder>, place: ImagePlace) {
    this.#builder = builder;
    this.#place = place;
  }

  /** It has been ended, and prepares nothing any more. */
  get isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  /** The base is in the repository, and uploads are open. Nothing of the code is sent. */
  open(): Promise<void> {
    if (this.#opening) return this.#opening;
    const opening = this.#open().finally(() => {
      this.#opening = undefined;
    });
    // Whoever waits for it is told; it may be that nobody does any more.
    opening.catch(() => undefined);
    this.#opening = opening;
    return opening;
  }

  /** The whole image, in the place of one with other code that is being pushed. */
  push(code: Code): Promise<AppendedImage> {
    if (this.#pushed?.digest === code.digest) return this.#pushed.image;
    this.#giveUp();
    const stop = new AbortController();
    const image = this.#push(code, AbortSignal.any([stop.signal, this.#stop.signal]));
    const push: Push = { digest: code.digest, stop, wanted: false, image };
    this.#pushed = push;
    image.catch(() => {
      if (this.#pushed === push) this.#pushed = undefined;
    });
    return image;
  }

  /**
   * The image, now that it is asked for; undefined where nothing of it is there, or came
   * to nothing: faults of what was prepared are nobody's business. Whoever gives up the
   * image gives up all of this.
   */
  async take(code: Code, watch: Watch): Promise<AppendedImage | undefined> {
    const { signal } = watch;
    this.#onProgress = watch.onProgress;
    const end = (): void => void this.end();
    signal?.addEventListener('abort', end, { once: true });
    try {
      return await this.#taken(code, watch);
    } catch (error) {
      signal?.throwIfAborted();
      const isExpected = error instanceof ProblemError || this.isOver;
      // What did not serve now is not tried again.
      end();
      if (isExpected) return undefined;
      throw error;
    } finally {
      signal?.removeEventListener('abort', end);
      this.#onProgress = undefined;
    }
  }

  /** Ends what goes on, and the uploads that are open. */
  async end(): Promise<void> {
    this.#stop.abort();
    this.#pushed = undefined;
    // One that has just begun its uploads cannot be ended before it has them.
    await this.#opening?.catch(() => undefined);
    const opened = this.#takeOpened();
    if (opened) await this.#discard(opened);
  }

  async #open(): Promise<void> {
    if (this.#opened && this.#opened.uploads.length > 0) return;
    const request = { ...this.#place, ...this.#watching(this.#stop.signal) };
    const builder = await this.#builder();
    this.#opened = await builder.open(request, this.#opened?.base);
  }

  /** Other code is what counts now. */
  #giveUp(): void {
    if (this.#pushed?.wanted === false) this.#pushed.stop.abort();
    this.#pushed = undefined;
  }

  async #push(code: Code, signal: AbortSignal): Promise<AppendedImage> {
    // What is begun serves the next push, too: it goes on when this one is over.
    await raced(this.open(), signal);
    return this.#append(code, this.#watching(signal), this.#takeOpened());
  }

  async #taken(code: Code, watch: Watch): Promise<AppendedImage | undefined> {
    if (this.#pushed?.digest === code.digest) {
      this.#pushed.wanted = true;
      const image = await awaited(this.#pushed.image, watch.signal);
      return { ...image, requests: 0, sentBytes: 0 };
    }
    this.#giveUp();
    if (this.#opening) await awaited(this.#opening, watch.signal);
    const opened = this.#takeOpened();
    return opened && this.#append(code, watch, opened);
  }

  async #append(code: Code, watch: Watch, opened?: Opened): Promise<AppendedImage> {
    try {
      const [builder, files] = await Promise.all([this.#builder(), code.read()]);
      return await builder.append({ ...this.#place, ...watch, files }, opened);
    } catch (error) {
      if (opened) void this.#discard(opened);
      throw error;
    }
  }

  async #discard(opened: Opened): Promise<void> {
    if (opened.uploads.length === 0) return;
    const builder = await this.#builder().catch(() => undefined);
    await builder?.discard(this.#place, opened);
  }

  /** Uploads serve once; what was read of the base serves again. */
  #takeOpened(): Opened | undefined {
    const opened = this.#opened;
    if (opened) this.#opened = { base: opened.base, uploads: [] };
    return opened;
  }

  #watching(signal: AbortSignal): Watch {
    const onProgress = (progress: BuildProgress): void => this.#onProgress?.(progress);
    return { signal, onProgress };
  }
}

function awaited<T>(value: Promise<T>, signal?: AbortSignal): Promise<T> {
  return signal ? raced(value, signal) : value;
}
