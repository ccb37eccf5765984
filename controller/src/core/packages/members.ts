/** Members of a layer's archive: which of them say what is installed in an image. */

/** A member of a layer, without its bytes. */
export interface Member {
  /** As in the archive: `usr/bin/python3`, `./usr/`. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  /** Of a link. */
  readonly target?: string;
  /** The beginning of a file that `isRead` asks for. */
  readonly text?: string;
}

/** Most that is read of one file, in bytes: what is behind it is prose. */
export const READ_LIMIT = 65_536;

/** Files that say what a distribution is and needs, or where a venv's Python is. */
const READ =
  /(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|\.egg-info|(?:^|\/)pyvenv\.cfg)$/;

/** Whether the beginning of a file is wanted. */
export function isRead(name: string): boolean {
  return READ.test(name);
}

const TELLING: readonly RegExp[] = [
  READ,
  /(?:^|\/)bin\/python[\d.]*$/,
  /(?:^|\/)lib\/python3\.\d+\/os\.py$/,
  /^(?:\.?\/)?etc\/debian_version$/,
  /(?:^|\/)(?:libc\.so\.6|libc-2\.\d+\.so|ld-musl-\w+\.so\.1)$/
];

/** Whether a file says something about Python, its packages or the C library. */
export function isTelling(path: string): boolean {
  return TELLING.some(pattern => pattern.test(path));
}

/** The lines of a header, which ends with an empty one. */
export function headerOf(text: string): string {
  return text.replace(/\r\n/g, '\n').split('\n\n', 1)[0] ?? '';
}
