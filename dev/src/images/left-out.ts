/** What is on a file system that is being made and does not belong into its image. */

/** Only their contents: the folders themselves are places to mount at. */
const CONTENTS = [
  'dev',
  'proc',
  'run',
  'sys',
  'tmp',
  'var/cache/apt',
  'var/lib/apt/lists',
  'var/log',
  'var/tmp'
];

/** Of this computer, of this hour, or made again by whoever needs it. */
const FILES = new Set([
  'etc/hostname',
  'etc/hosts',
  'etc/machine-id',
  'etc/resolv.conf',
  'root/.cache',
  'var/cache/ldconfig',
  'var/lib/dbus/machine-id'
]);

const BACKUP =
  /^(var\/(lib\/dpkg|cache\/debconf)\/[^/]*|etc\/(passwd|group|g?shadow|sub[ug]id))(-old|-)$/;

/** @param path - below the root of the file system, without a slash in front */
export function isLeftOut(path: string): boolean {
  if (FILES.has(path) || BACKUP.test(path)) return true;
  return CONTENTS.some(folder => path.startsWith(`${folder}/`));
}
