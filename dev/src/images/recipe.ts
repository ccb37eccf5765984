/** How an image is made, as values: what it rests on, what is installed, what is put in. */
import type { Changes } from '@jupyterlab-kubeflow/controller/core/image/append';

/** Installs into the image's file system, which is there as a folder meanwhile. */
export type TreeStep =
  | {
      readonly kind: 'debian';
      /** Of the release in `debian-sources.ts`. */
      readonly packages: readonly string[];
      /** Patterns of their files that are not installed, as dpkg's `--path-exclude`. */
      readonly leaveOut?: readonly string[];
    }
  | {
      readonly kind: 'pip';
      /** Lines of a requirements file. */
      readonly requirements: readonly string[];
      /** Wheels of our own among them, as files of this computer. */
      readonly wheels?: readonly string[];
    }
  | {
      /**
       * Makes a user known by name. Without it Kubernetes runs a numeric user in group 0,
       * whatever group the image names: it looks the group up in `/etc/passwd`.
       */
      readonly kind: 'user';
      readonly name: string;
      readonly uid: number;
      readonly gid: number;
      readonly home: string;
      readonly shell: string;
    };

/** Something that is put in as it is. */
export type Placed = { readonly path: string } & (
  | { readonly kind: 'copy'; readonly from: string; readonly mode: number }
  | { readonly kind: 'text'; readonly text: string; readonly mode: number }
  | {
      readonly kind: 'folder';
      readonly mode: number;
      readonly uid?: number;
      readonly gid?: number;
    }
  | { readonly kind: 'link'; readonly target: string }
);

export interface Recipe {
  readonly name: string;
  /** One line for lists. */
  readonly about: string;
  /** Name of the image below. */
  readonly base?: string;
  /** One layer each. */
  readonly steps: readonly TreeStep[];
  /** The last layer; none when there are no files. */
  readonly files: readonly Placed[];
  readonly changes: Changes;
}
