/** Images of one static program: it, a folder for temporary files, and no shell. */
import { basename } from 'node:path';
import type { Placed, Recipe } from './recipe.js';

/** Who programs run as that need no rights: a number, for runAsNonRoot looks for one. */
export const NOBODY = '65532';

export interface BinaryImage {
  readonly name: string;
  readonly about: string;
  /** The program on this computer; links nothing. */
  readonly binary: string;
  /** Where it is in the image. @default below the root under its own name */
  readonly path?: string;
  /** @default the program alone */
  readonly entrypoint?: readonly string[];
  /** @default `NOBODY` */
  readonly user?: string;
}

const ACCOUNTS: readonly Placed[] = [
  {
    kind: 'text',
    path: 'etc/passwd',
    mode: 0o644,
    text: `root:x:0:0:root:/:/sbin/nologin\nnobody:x:${NOBODY}:${NOBODY}::/:/sbin/nologin\n`
  },
  {
    kind: 'text',
    path: 'etc/group',
    mode: 0o644,
    text: `root:x:0:\nnobody:x:${NOBODY}:\n`
  }
];

export function fromBinary(image: BinaryImage): Recipe {
  const path = image.path ?? basename(image.binary);
  const files: readonly Placed[] = [
    { kind: 'copy', path, from: image.binary, mode: 0o755 },
    { kind: 'folder', path: 'tmp', mode: 0o1777 },
    ...ACCOUNTS
  ];
  return {
    name: image.name,
    about: image.about,
    steps: [],
    files,
    changes: {
      entrypoint: image.entrypoint ?? [`/${path}`],
      user: image.user ?? NOBODY,
      workingDir: '/'
    }
  };
}
