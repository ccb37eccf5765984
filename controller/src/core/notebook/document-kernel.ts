/** Which kernel a notebook names, and whether it is one that runs Python 3. */
import { fail } from '@jupyterlab-kubeflow/protocol';
import { isRecord, type Json } from './document-json.js';

export interface NotebookKernel {
  /** Kernel name, e.g. `python3`. */
  readonly name: string;
  /** In lower case, e.g. `python`. */
  readonly language: string;
  readonly displayName?: string;
}

/**
 * The kernel of the notebook's metadata, `undefined` when none is named.
 * Throws `notebook-not-python` and `notebook-python2`.
 */
export function kernelOf(
  metadata: Record<string, Json>,
  path: string
): NotebookKernel | undefined {
  const spec = recordAt(metadata, 'kernelspec');
  const info = recordAt(metadata, 'language_info');
  const name = text(spec['name']);
  const displayName = text(spec['display_name']);
  const language = languageOf(spec, info);
  const kernel = displayName ?? name ?? language;
  if (language !== 'python' && language !== 'ipython') {
    fail('notebook-not-python', { path, kernel, language });
  }
  if (isPython2(name, displayName, info)) fail('notebook-python2', { path, kernel });
  if (name === undefined) return undefined;
  return { name, language: 'python', ...(displayName ? { displayName } : {}) };
}

function recordAt(metadata: Record<string, Json>, key: string): Record<string, Json> {
  const value = metadata[key];
  return isRecord(value) ? value : {};
}

function languageOf(spec: Record<string, Json>, info: Record<string, Json>): string {
  return (text(spec['language']) ?? text(info['name']) ?? 'python').toLowerCase();
}

/**
 * The kernelspec decides; `language_info` is what the kernel of the last execution said
 * of itself, and stays behind when the kernel is changed without executing.
 */
function isPython2(
  name: string | undefined,
  displayName: string | undefined,
  info: Record<string, Json>
): boolean {
  if (name !== undefined && /^python-?[23]/i.test(name))
    return /^python-?2/i.test(name);
  if (displayName !== undefined && /\bpython ?2\b/i.test(displayName)) return true;
  return text(info['version'])?.startsWith('2.') ?? false;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
