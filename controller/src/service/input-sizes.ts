/** Sizes of the inputs that anybody may read, asked once for all plans of a while. */
import type { InputSetting } from '@jupyterlab-kubeflow/protocol';
import { askable } from '../core/plan/inputs.js';
import type { Clock } from '../ports/clock.js';
import type { CallOptions } from '../ports/cluster.js';
import type { Web } from '../ports/web.js';
import { Kept } from './kept.js';

/** Milliseconds that an answer counts as true. */
const SIZE_MS = 5 * 60_000;

export class InputSizes {
  readonly #web: Web;
  readonly #clock: Clock;
  readonly #kept = new Kept<number | undefined>(SIZE_MS);

  constructor(web: Web, clock: Clock) {
    this.#web = web;
    this.#clock = clock;
  }

  /** Bytes by address; what no server tells is absent. */
  async of(
    inputs: readonly InputSetting[],
    { signal }: CallOptions = {}
  ): Promise<ReadonlyMap<string, number>> {
    const found = await Promise.all(
      askable(inputs).map(async url => {
        const size = await this.#kept.get(url, this.#clock.now(), {
          ...(signal ? { signal } : {}),
          make: own => this.#web.size(url, { signal: own })
        });
        return size === undefined ? [] : [[url, size] as const];
      })
    );
    return new Map(found.flat());
  }
}
