/** Commands that give the node file systems of its own, in its mount namespace. */
import type { CommandLine } from './network.js';
import type { InstancePaths } from './paths.js';

/** How large the node believes its disk to be; the file on the host grows as it is used. */
export const DISK_GIB = 40;

/**
 * Kernel settings kubelet insists on. They are the whole computer's, so the node sees
 * files that say what kubelet wants to read, and the computer's stay as they are.
 */
export const KERNEL_SETTINGS: Readonly<Record<string, string>> = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000'
};

/** File that stands for a kernel setting. */
export const settingFile = ({ etc }: InstancePaths, setting: string): string =>
  `${etc}/kernel/${setting.replaceAll('/', '.')}`;

/** Makes the file that holds the node's disk. Without a journal: it is thrown away. */
export function makeDisk({ disk }: InstancePaths): readonly CommandLine[] {
  return [
    ['truncate', '--size', `${String(DISK_GIB)}G`, disk],
    [
      'mkfs.ext4',
      ...['-q', '-F', '-m', '0', '-O', '^has_journal'],
      ...['-E', 'nodiscard,lazy_itable_init=1', disk]
    ]
  ];
}

/** Attaches the disk; the device's name is what it prints. Direct: one cache is enough. */
export const attachDisk = ({ disk }: InstancePaths): CommandLine => [
  'losetup',
  ...['--find', '--show', '--direct-io=on', disk]
];

/** In the namespace: mounts the disk so that the device goes when the namespace does. */
export function mountDisk(
  { mount }: InstancePaths,
  device: string
): readonly CommandLine[] {
  return [
    ['mount', '-o', 'discard', device, mount],
    // Detached when unmounted: the kernel does that with the last process.
    ['losetup', '--detach', device],
    ['mkdir', '-p', `${mount}/lib`, `${mount}/log`]
  ];
}

/** In the namespace: covers what the node writes outside its state folder. */
export function coverFolders(paths: InstancePaths): readonly CommandLine[] {
  return [
    ['mount', '--bind', `${paths.mount}/lib`, '/var/lib'],
    ['mount', '--bind', `${paths.mount}/log`, '/var/log'],
    ['mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run'],
    ['mkdir', '-p', '/run/lock', '/run/netns'],
    ...Object.keys(KERNEL_SETTINGS).map(
      setting =>
        [
          'mount',
          '--bind',
          settingFile(paths, setting),
          `/proc/sys/${setting}`
        ] as const
    ),
    // Inside the namespace only: it was cut off from the host's when it was made.
    ['mount', '--make-rshared', '/']
  ];
}
