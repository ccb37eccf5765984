/**
 * What file names say, and names made from them: readable, and valid wherever Kubernetes
 * wants a DNS-1035 label.
 */

/** Leaves room for the run's suffix and for what the training operator appends. */
const MAX_NAME = 30;

/** Told by the ending of its name; everything else is read as a notebook. */
export function isPythonFile(path: string): boolean {
  return /\.py$/i.test(path);
}

export function isNotebook(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/** `My Model (v2).ipynb` gives `my-model-v2`; what has no letter at all gives `run`. */
export function nameOf(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? '';
  return slug(file.replace(/\.(ipynb|py)$/i, '')) || 'run';
}

/** Lower case letters, digits and single hyphens, from a letter to a letter or digit. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_NAME)
    .replace(/-+$/, '');
}

export { isRunId, runId } from '@jupyterlab-kubeflow/protocol';
