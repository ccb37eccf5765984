/** The Debian packages a node needs besides the engines. */

/** A program or file that shows that a package is there. */
const PACKAGES: Readonly<Record<string, string>> = {
  containerd: 'containerd',
  runc: 'runc',
  'containernetworking-plugins': '/usr/lib/cni/ptp',
  iptables: 'iptables',
  iproute2: 'ip',
  conntrack: 'conntrack',
  e2fsprogs: 'mkfs.ext4',
  mount: 'losetup',
  'util-linux': 'unshare',
  procps: 'sysctl',
  openssl: 'openssl'
};

/** The sentence to say when something is missing; undefined when all is there. */
export function needed(has: (path: string) => boolean): string | undefined {
  const missing = Object.keys(PACKAGES).filter(name => !has(PACKAGES[name] ?? ''));
  if (missing.length === 0) return undefined;
  return (
    `The cluster needs Debian packages that are not installed: ${missing.join(', ')}.\n` +
    `Install them: apt-get install -y --no-install-recommends ${missing.join(' ')}`
  );
}
