/** The Debian packages a node and its images need besides the engines. */
import type { ImageName } from '../../images/table.js';

/** A program or file that shows that a package is there. */
const PACKAGES: Readonly<Record<string, string>> = {
  // The node's containerd is an engine; this one brings the command that talks to it.
  containerd: 'ctr',
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

/** What images are made with; those of one program of ours need nothing. */
const MAKERS: Readonly<Record<string, string>> = {
  // The other busybox has the same program file, but needs libraries.
  'busybox-static': '/var/lib/dpkg/info/busybox-static.list',
  mmdebstrap: 'mmdebstrap'
};

/** Every package that a cluster and its images may need. */
export const ALL_PACKAGES: readonly string[] = Object.keys({ ...PACKAGES, ...MAKERS });

function makerOf(image: ImageName): readonly string[] {
  if (image === 'pause') return [];
  return image === 'tool' ? ['busybox-static'] : ['mmdebstrap'];
}

/**
 * The sentence to say when something is missing; undefined when all is there.
 * @param images what will be made for the cluster
 */
export function needed(
  has: (path: string) => boolean,
  images: readonly ImageName[] = []
): string | undefined {
  const makers = [...new Set(images.flatMap(makerOf))];
  const files = { ...PACKAGES, ...pick(MAKERS, makers) };
  const missing = Object.keys(files).filter(name => !has(files[name] ?? ''));
  if (missing.length === 0) return undefined;
  return (
    `The cluster needs Debian packages that are not installed: ${missing.join(', ')}.\n` +
    `Install them: apt-get install -y --no-install-recommends ${missing.join(' ')}`
  );
}

const pick = (
  from: Readonly<Record<string, string>>,
  names: readonly string[]
): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map(name => [name, from[name] ?? '']));
