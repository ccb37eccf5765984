/** What a layer can hold, as values: files, folders, links, and marks of what it removes. */

/** A file's bytes, or how to read them when their turn comes. */
export type TarContent = Uint8Array | (() => AsyncIterable<Uint8Array>);

interface Placed {
  /** Below the root, `/` between parts; never absolute, never `..`. */
  readonly path: string;
}

interface Owned extends Placed {
  /** Permission bits, set-id and sticky bits included. */
  readonly mode: number;
  /** Numeric; root unless said. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface TarFile extends Owned {
  readonly kind: 'file';
  /** Bytes; content of another length is refused. */
  readonly size: number;
  readonly content: TarContent;
}

/**
 * A folder. It sets mode and owner of one that is there already, and takes the place of
 * a link: name only those that are the layer's own.
 */
export interface TarFolder extends Owned {
  readonly kind: 'folder';
}

export interface TarSymlink extends Placed {
  readonly kind: 'symlink';
  readonly target: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** Another name of a file of the same layer, whose path sorts before it. */
export interface TarHardlink extends Placed {
  readonly kind: 'hardlink';
  readonly target: string;
}

/** Says that `path` of the layers below is not there any more. */
export interface TarWhiteout extends Placed {
  readonly kind: 'whiteout';
}

export type TarEntry = TarFile | TarFolder | TarSymlink | TarHardlink | TarWhiteout;

/** A file with its bytes at hand. */
export function tarFile(path: string, bytes: Uint8Array, mode = 0o644): TarFile {
  return { kind: 'file', path, mode, size: bytes.length, content: bytes };
}
