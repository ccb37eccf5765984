/** What a component of the cluster is: a program, when it may start, how to ask it. */

/** How to find out whether a component works. */
export type Probe =
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly accept?: readonly number[] | undefined;
    }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly port: number }
  /** It serves nothing: that it runs is all there is to know. */
  | { readonly kind: 'alive' };

/** An address inside the node, and a port of it. */
export interface Served {
  readonly address: string;
  readonly port: number;
}

/** A program that the supervisor runs. */
export interface Component {
  readonly name: string;
  /** Version that is pinned, for `status`. */
  readonly version: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Components that must answer before this one starts. */
  readonly after: readonly string[];
  readonly probe: Probe;
  /** It works only with rights that are among the cluster's first objects. */
  readonly needsRights?: boolean | undefined;
  /** Where it serves TCP, for faults of the network. */
  readonly serves?: Served | undefined;
}

/**
 * Components that may start: those not started whose predecessors are all ready.
 * @throws Error when a predecessor does not exist
 */
export function startable(
  components: readonly Component[],
  started: ReadonlySet<string>,
  ready: ReadonlySet<string>
): Component[] {
  const names = new Set(components.map(({ name }) => name));
  return components.filter(({ name, after }) => {
    const unknown = after.find(each => !names.has(each));
    if (unknown) throw new Error(`${name} waits for ${unknown}, which does not exist.`);
    return !started.has(name) && after.every(each => ready.has(each));
  });
}
