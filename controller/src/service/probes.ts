/** Probes, kept for a while: a person who fills in a form asks for the same place again and again. */
import type { ClusterRef } from '@jupyterlab-kubeflow/protocol';
import type { ClusterProbe } from '../core/cluster/probe/probe.js';
import { quotaUses } from '../core/cluster/probe/quotas.js';
import { valueOr } from '../core/cluster/probe/answer.js';
import type { Clock } from '../ports/clock.js';
import type { CallOptions, ClusterApi, Clusters } from '../ports/cluster.js';
import { Kept } from './kept.js';
import { probe, probeQuotas, type Probing } from './probe.js';

/** Milliseconds that what was asked counts as true. */
const PROBE_MS = 30_000;
const QUOTA_MS = 5_000;

/**
 * The same for a start: somebody has read the plan meanwhile, and what is wrong by now the
 * cluster says itself when it is asked to make the run.
 */
export const START_MS = 10 * 60_000;

export interface ProbeOptions extends CallOptions {
  /** Milliseconds that what is known may be old. @default those of each fact */
  readonly age?: number;
}

/** A place, and what is known about it. */
export interface Probed {
  readonly api: ClusterApi;
  readonly probe: ClusterProbe;
}

export interface ProbesDeps {
  readonly clusters: () => Promise<Clusters>;
  readonly clock: Clock;
  /** Namespace in which an administrator publishes facts and a catalogue. */
  readonly adminNamespace: string;
}

export class Probes {
  readonly #deps: ProbesDeps;
  readonly #facts = new Kept<Probed>(PROBE_MS, START_MS);
  readonly #quotas = new Kept<ClusterProbe['quotas']>(QUOTA_MS, START_MS);

  constructor(deps: ProbesDeps) {
    this.#deps = deps;
  }

  /**
   * What is known about a namespace. Throws what keeps the cluster from being asked at
   * all; that is asked again the next time.
   * @param options - its signal ends the waiting; the probe goes on for those who still wait
   */
  async of(ref: ClusterRef, { signal, age }: ProbeOptions = {}): Promise<Probed> {
    const api = await (await this.#deps.clusters()).open(ref.context);
    const key = JSON.stringify([ref.context, ref.namespace, api.target.server]);
    const now = this.#deps.clock.now();
    const begin = (own: AbortSignal): Probing => ({
      api,
      namespace: ref.namespace,
      adminNamespace: this.#deps.adminNamespace,
      signal: own
    });
    const waiting = {
      ...(signal ? { signal } : {}),
      ...(age === undefined ? {} : { age })
    };
    const facts = await this.#facts.get(key, now, {
      ...waiting,
      make: async own => {
        const found = await probe(begin(own));
        this.#quotas.put(key, this.#deps.clock.now(), found.quotas);
        return { api, probe: found };
      }
    });
    const quotas = await this.#quotas.get(key, now, {
      ...waiting,
      make: async own => quotaUses(valueOr(await probeQuotas(begin(own)), []))
    });
    return { api, probe: { ...facts.probe, quotas } };
  }
}
