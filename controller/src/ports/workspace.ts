/** The folder tree a notebook lives in, read only. */

/** A file below the workspace's root. */
export interface WorkspaceFile {
  /** Relative to the root, `/` between parts. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
}

/** What a look at the tree found. */
export interface WorkspaceListing {
  readonly files: readonly WorkspaceFile[];
  /** True when the walk stopped at its limit of files: the listing is not complete. */
  readonly truncated: boolean;
}

/** Reads the folder of a notebook and nothing outside it. */
export interface Workspace {
  /**
   * All files below the root. Links that lead outside, `.git`, caches, environments
   * and `node_modules` are not entered; at most 20,000 files.
   */
  list(): Promise<WorkspaceListing>;
  /** UTF-8 text of a file; `undefined` when absent or not text. */
  readText(path: string): Promise<string | undefined>;
  /** Hex SHA-256 of a file's bytes; `file-missing` when absent. */
  digest(path: string): Promise<string>;
  /**
   * Whether a `.dockerignore` leaves a path out, as Docker reads it; paths are below the
   * file's folder. Absent or not text: it leaves nothing out.
   */
  dockerignore(path: string): Promise<(file: string) => boolean>;
  /** Hex digest of the commit that the folder is at; `undefined` outside a repository. */
  commit(): Promise<string | undefined>;
}

/** Reads the notebook or file that is planned. */
export interface Sources {
  /**
   * Its text; `file-missing`, `file-unreadable` and `file-not-text` name it as `shown`,
   * and `file-kind-unknown` when it is neither `.ipynb` nor `.py`.
   */
  read(path: string, shown: string): Promise<string>;
}
