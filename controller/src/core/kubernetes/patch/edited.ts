/** Reads a manifest that somebody has edited: YAML or JSON, one document or all of a run's. */
import {
  fail,
  ProblemError,
  problem,
  type ManifestPatch
} from '@jupyterlab-kubeflow/protocol';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../objects.js';
import { accepted, withPatch } from './apply.js';
import { isSame, patchBetween, withTexts } from './difference.js';
import { secretNames } from './secrets.js';

type Values = Readonly<Record<string, unknown>>;
type ParsedDocument = Extract<ReturnType<typeof parseAllDocuments>, unknown[]>[number];

/** @throws ProblemError `manifest-unreadable`, with the line */
export function readManifests(text: string): readonly Values[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false
  });
  return [...documents].flatMap(document => {
    const [error] = document.errors;
    if (error) refuse(lines.linePos(error.pos[0]).line, error.message);
    const { line } = lines.linePos((document.contents?.range ?? document.range)[0]);
    const value = valueOf(document, line);
    if (value === null) return [];
    return isValues(value) ? [value] : refuse(line, 'an object is wanted');
  });
}

/** As JSON, which is what is sent. Aliases that would grow without bounds are refused. */
function valueOf(document: ParsedDocument, line: number): unknown {
  try {
    return withTexts(document.toJS(), text => text);
  } catch (error) {
    return refuse(line, error instanceof Error ? error.message : String(error));
  }
}

function refuse(line: number, detail: string): never {
  return fail('manifest-unreadable', { line, detail });
}

/** Name of the workload among the documents, as far as it has one. */
export function nameIn(documents: readonly Values[], kind: string): string | undefined {
  const { metadata } = documents.find(each => each['kind'] === kind) ?? {};
  const name = isValues(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/**
 * What was changed in the workload.
 * @param made - the objects of the run as its plan makes them, the workload last
 * @throws ProblemError `manifest-absent`, `manifest-object-fixed`, `manifest-field-fixed`,
 *   `cluster-env-secret`
 */
export function patchOf(
  documents: readonly Values[],
  made: readonly KubernetesObject[]
): ManifestPatch {
  const workload = made.at(-1);
  if (!workload) return [];
  const { kind, metadata } = workload;
  const edited = documents.find(each => each['kind'] === kind);
  if (!edited) return fail('manifest-absent', { kind });
  const base = withTexts(workload, text => text) as KubernetesObject;
  const patch = patchBetween(base, accepted(base, edited), metadata.name);
  for (const other of documents) if (other !== edited) refuseChange(other, made, kind);
  const [secret] = secretNames(patch);
  if (secret !== undefined) fail('cluster-env-secret', { name: secret });
  // What will be asked of it when the run starts is asked of it now.
  withPatch(workload, patch);
  return patch;
}

/** ConfigMaps have the bundle and the plan, which every run makes anew. */
function refuseChange(
  other: Values,
  made: readonly KubernetesObject[],
  workload: string
): void {
  const { kind, metadata, spec } = other;
  const name = isValues(metadata) ? metadata['name'] : undefined;
  const same = made.find(each => each.kind === kind && each.metadata.name === name);
  if (same && (same.data ?? same.binaryData)) return;
  if (same && isSame(same.spec, spec)) return;
  const object = [kind, name].filter(Boolean).join(' ');
  throw new ProblemError(problem('manifest-object-fixed', { object, kind: workload }));
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
