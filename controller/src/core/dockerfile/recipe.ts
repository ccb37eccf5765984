/** What goes into an image that a Dockerfile builds, as values. */

/** Where the context has the files of the bundle. */
export const BUNDLE_FOLDER = 'bundle';

export interface Recipe {
  /** Reference of the image to build on. */
  readonly base: string;
  /** User of the base's config, who is the user of the image again. @default root */
  readonly user?: string;
  /** Debian packages, with or without a version: `graphviz`, `libgomp1=12.2.0-14`. */
  readonly apt: readonly string[];
  /** For a base that has conda, e.g. `conda-forge::gdal=3.8`. */
  readonly conda: readonly string[];
  /** Lines of a requirements file: pinned, or with hashes. */
  readonly pip: readonly string[];
  /** Python of the base: a path, or a name on its PATH. @default python3 */
  readonly python?: string;
  /** Variables of the image. No secrets: who pulls the image can read them. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the bundle is in the image; absent when it is not copied. */
  readonly bundleAt?: string;
  /** What a container starts when nothing else is said. @default that of the base */
  readonly entry?: readonly string[];
}

/** A file beside the Dockerfile. */
export interface ContextFile {
  /** Path in the context. */
  readonly path: string;
  readonly text: string;
}

export interface RenderedDockerfile {
  readonly dockerfile: string;
  /** Files that it copies, the bundle's not among them. */
  readonly files: readonly ContextFile[];
}
