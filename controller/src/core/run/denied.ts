/** Why a system does not write: it denies it, in words, or there is no room. */

const DENIED: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'it is on a read-only file system',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file of that name is in the way'
};

/** @returns `undefined` for codes that say something else. */
export function deniedText(code: string | undefined): string | undefined {
  return code === undefined ? undefined : DENIED[code];
}

/** Whether a system's code says that the disk, or the user's share of it, is full. */
export function saysFull(code: string | undefined): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT';
}
