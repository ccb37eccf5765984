/** What kind of file an output is, and what can be shown of it. */
import type { OutputFile } from '@jupyterlab-kubeflow/protocol';

/** How a file is shown. HTML and SVG are text here: a browser would run them. */
export type Preview = 'image' | 'table' | 'json' | 'text' | 'none';

const KINDS: Readonly<Record<string, Preview>> = {
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
  gif: 'image',
  webp: 'image',
  csv: 'table',
  tsv: 'table',
  json: 'json'
};

const TEXT =
  /\.(?:txt|log|md|py|ya?ml|toml|ini|cfg|xml|html?|svg|sh|jsonl|ndjson|rst|tex)$/i;

/** Bytes of a file that are fetched for a preview. */
export const MOST_PREVIEWED = 4 * 1024 * 1024;

/** Bytes of a picture that are fetched for a preview. */
const MOST_PICTURED = 32 * 1024 * 1024;

export function previewOf({ path, size }: Pick<OutputFile, 'path' | 'size'>): Preview {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const kind = KINDS[ending] ?? (TEXT.test(path) ? 'text' : 'none');
  const most = kind === 'image' ? MOST_PICTURED : MOST_PREVIEWED;
  return size > most ? 'none' : kind;
}

/** Type a picture's bytes are shown as, whatever they claim to be. */
export function imageType(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return ending === 'jpg' ? 'image/jpeg' : `image/${ending}`;
}

/** Our own files are no outputs of the program. */
export function isOwn({ path }: OutputFile): boolean {
  return path.startsWith('.jkf/');
}

/** The executed notebook, when there is one; of the lowest rank. */
export function executedNotebook(
  outputs: readonly OutputFile[]
): OutputFile | undefined {
  return outputs
    .filter(({ path }) => path === '.jkf/executed.ipynb')
    .sort((one, other) => one.rank - other.rank)[0];
}
