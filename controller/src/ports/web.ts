/** Servers of the web, as far as a plan asks them. */
import type { CallOptions } from './cluster.js';

export interface Web {
  /** Bytes behind an address, as its server tells; undefined when it does not in time. */
  size(url: string, options?: CallOptions): Promise<number | undefined>;
}
