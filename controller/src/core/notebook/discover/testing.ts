/** Test support: a folder as a record, and the loop that the caller of `discover` runs. */
import { discover, type DiscoverInput, type Discovery } from './discover.js';
import type { CheckedEnvironment } from './check.js';

/** Path → text, or a size in bytes for a file that is not text. */
export type Folder = Readonly<Record<string, string | number>>;

export const ENVIRONMENT: CheckedEnvironment = {
  python: '/usr/bin/python3',
  stdlib: ['os', 'sys', 'json', 'random', 'pathlib'],
  distributions: [
    { name: 'numpy', version: '1.26.4', imports: ['numpy'] },
    { name: 'scikit-learn', version: '1.5.0', imports: ['sklearn'] },
    { name: 'torch', version: '2.1.0+cpu', imports: ['torch', 'torchgen'] },
    { name: 'mylib', version: '0.1', imports: ['mylib'], editable: '/home/me/mylib' }
  ]
};

/** Replaces parts of the input; `facts: undefined`: the interpreter could not be asked. */
export type Given = Omit<Partial<DiscoverInput>, 'facts'> & {
  readonly facts?: DiscoverInput['facts'] | undefined;
};

/** Discovers until no text is missing. Cells are separated by a line `--`. */
export function discovered(
  code: string,
  folder: Folder,
  rest: Given = {}
): Discovery & { readonly rounds: number } {
  const { facts, ...given } = { facts: ENVIRONMENT, ...rest };
  const texts = new Map<string, string | undefined>();
  const input: DiscoverInput = {
    source: 'n.ipynb',
    blocks: code.split('\n--\n').map((text, i) => ({ cell: i + 1, code: text })),
    magics: [],
    shipped: [],
    written: [],
    listing: { files: filesOf(folder), truncated: false },
    choice: { include: [], exclude: [] },
    ...given,
    ...(facts ? { facts } : {}),
    texts
  };
  for (let rounds = 1; ; rounds++) {
    const found = discover(input);
    if (found.missingTexts.length === 0) return { ...found, rounds };
    for (const path of found.missingTexts) {
      const text = folder[path];
      texts.set(path, typeof text === 'string' ? text : undefined);
    }
  }
}

function filesOf(folder: Folder): DiscoverInput['listing']['files'] {
  return Object.entries(folder).map(([path, content]) => ({
    path,
    size: typeof content === 'number' ? content : content.length,
    executable: path.endsWith('.sh')
  }));
}
