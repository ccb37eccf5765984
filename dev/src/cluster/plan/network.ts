/** Commands that make a node's network, on the host and inside, as values. */
import { POD_RANGE, SERVICE_RANGE, type AddressPlan } from './addresses.js';
import type { InstanceNames } from './names.js';

/** A command and its arguments. */
export type CommandLine = readonly [string, ...string[]];

/** The node's side of the link to the host. */
export const UPLINK = 'eth0';

/** An empty bridge that holds the service range: packets for it stay inside. */
const SERVICES_LINK = 'services0';

const ip = (text: string): CommandLine => ['ip', ...text.split(' ')];

/** On the host, once the process `pid` has a network namespace of its own. */
export function hostNetwork(
  { hostLink, nodeLink }: InstanceNames,
  { host }: AddressPlan,
  pid: number
): readonly CommandLine[] {
  return [
    ip(`link add ${hostLink} type veth peer name ${nodeLink} netns ${String(pid)}`),
    ip(`address add ${host}/30 dev ${hostLink}`),
    ip(`link set ${hostLink} up`)
  ];
}

/**
 * In the node's namespace, once its end of the link is there. There is no default
 * route: what is neither host, node, pod nor service cannot be reached.
 */
export function nodeNetwork(
  { nodeLink }: InstanceNames,
  { node }: AddressPlan
): readonly CommandLine[] {
  return [
    ip('link set lo up'),
    ip(`link set ${nodeLink} name ${UPLINK}`),
    ip(`address add ${node}/30 dev ${UPLINK}`),
    ip(`link set ${UPLINK} up`),
    ip(`link add ${SERVICES_LINK} type bridge`),
    ip(`link set ${SERVICES_LINK} up`),
    // kube-proxy translates these addresses on the way out; without a route there is no way.
    ip(`route add ${SERVICE_RANGE} dev ${SERVICES_LINK} src ${node}`),
    ip(`route add unreachable ${POD_RANGE} metric 4000`),
    ['sysctl', '-q', '-w', 'net.ipv4.ip_forward=1'],
    // The host has no way back to pods and would answer through its default route.
    ['iptables', '-w', '-A', 'FORWARD', '-o', UPLINK, '-j', 'REJECT']
  ];
}
