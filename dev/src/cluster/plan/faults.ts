/** Faults of the network and the disk, as commands inside the node and their undoing. */
import { API_SERVICE, PORTS } from './addresses.js';
import type { Component, Served } from './component.js';
import type { CommandLine } from './network.js';

/** A fault that is put in and taken out again. */
export interface Fault {
  readonly begin: readonly CommandLine[];
  readonly end: readonly CommandLine[];
}

/** A rule, put before all others or taken out. */
const rule = (verb: '-I' | '-D', text: string): CommandLine => [
  'iptables',
  '-w',
  ...table(text),
  verb,
  ...text.replace(/^nat /, '').split(' ')
];

const table = (text: string): string[] =>
  text.startsWith('nat ') ? ['-t', 'nat'] : [];

function rules(...texts: string[]): Fault {
  return {
    begin: texts.map(text => rule('-I', text)),
    end: [...texts].reverse().map(text => rule('-D', text))
  };
}

/**
 * Whoever connects to the port is refused, and connections that exist are reset: by the
 * rule when they send something, those that are silent by hand.
 */
export function refusePort(port: number): Fault {
  const reset = `-p tcp --dport ${String(port)} -j REJECT --reject-with tcp-reset`;
  const { begin, end } = rules(`INPUT ${reset}`);
  return { begin: [...begin, resetConnections(port)], end };
}

const resetConnections = (port: number): CommandLine => [
  'ss',
  ...['--kill', 'state', 'established', `sport = :${String(port)}`]
];

/** Both registries are as if unplugged. */
export function cutRegistries(): Fault {
  const ports = [PORTS.registry, PORTS.authRegistry].map(refusePort);
  return {
    begin: ports.flatMap(({ begin }) => begin),
    end: ports.flatMap(({ end }) => end)
  };
}

/** Address the slow double of a component connects from; what comes from it passes. */
export const DOUBLE_ADDRESS = '127.0.0.2';

/**
 * Connections to where a component serves take the way through another port. Those that
 * exist are reset: their clients keep them for hours, and new ones alone are diverted.
 */
export function divert(served: Served, through: number): Fault {
  const target = `-j REDIRECT --to-ports ${String(through)}`;
  const { begin, end } = rules(
    ...[served, ...serviceOf(served)].flatMap(({ address, port }) => {
      const match = `-p tcp -d ${address} --dport ${String(port)}`;
      return [
        `nat PREROUTING ${match} ${target}`,
        `nat OUTPUT ${match} ! -s ${DOUBLE_ADDRESS} ${target}`
      ];
    })
  );
  return { begin: [...begin, resetConnections(served.port)], end };
}

/** Pods know the API server by its service, which is looked at before kube-proxy does. */
const serviceOf = ({ port }: Served): readonly Served[] =>
  port === PORTS.api ? [{ address: API_SERVICE, port: 443 }] : [];

/** Name of the component that serves in place of a slow one. */
export const doubleOf = (component: string): string => `slow-${component}`;

/** Port on which the double of what serves at a port listens. */
export const doublePort = (port: number): number => 20_000 + port;

/** Every fault that may be in a node with these components, to take it out. */
export function everyFault(components: readonly Component[]): readonly Fault[] {
  const served = components.flatMap(({ serves }) => (serves ? [serves] : []));
  return [
    refusePort(PORTS.api),
    cutRegistries(),
    ...served.map(each => divert(each, doublePort(each.port))),
    fillDisk(0, 0)
  ];
}

/** File that takes the room of the node's disk. */
const BALLAST = '/var/lib/ballast';

/**
 * Leaves that much of the node's disk. The file only reserves its blocks: the host's
 * disk does not fill up.
 */
export function fillDisk(freeBytes: number, leaveBytes: number): Fault {
  const size = Math.max(0, freeBytes - leaveBytes);
  return {
    begin: [['fallocate', '--length', String(size), BALLAST]],
    end: [['rm', '-f', BALLAST]]
  };
}
