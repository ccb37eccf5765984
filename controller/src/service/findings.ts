/** Discovery with its reading: asks the folder for texts and digests until the answer is complete. */
import type { BundleFile, Settings } from '@jupyterlab-kubeflow/protocol';
import type { BundleEntry } from '../core/bundle/bundle.js';
import { discover, type Discovery } from '../core/notebook/discover/discover.js';
import { parseOnce } from '../core/notebook/python/tree.js';
import type { Prepared } from '../core/plan/prepare.js';
import type { KernelFacts } from '../ports/kernel.js';
import type { Workspace } from '../ports/workspace.js';

/** The notebook's folder, and the file in it that is planned. */
export interface Place {
  readonly workspace: Workspace;
  /** Name of the notebook or file within the folder. */
  readonly name: string;
  /** Absolute path of a file below the folder. */
  readonly absolute: (path: string) => string;
}

/** Discovery, and the included files with their digests. */
export interface Findings {
  readonly discovery: Discovery;
  readonly files: readonly BundleFile[];
  readonly entries: readonly BundleEntry[];
}

export async function findFiles(
  prepared: Prepared,
  place: Place,
  given: { readonly settings: Settings; readonly facts?: KernelFacts }
): Promise<Findings> {
  const discovery = await discoverAll(prepared, place, given);
  const files = await Promise.all(
    discovery.files.map(async (file): Promise<BundleFile> => {
      if (!file.included) return file;
      return { ...file, sha256: await place.workspace.digest(file.path) };
    })
  );
  return { discovery, files, entries: files.flatMap(file => entryOf(file, place)) };
}

async function discoverAll(
  prepared: Prepared,
  { workspace, name }: Place,
  { settings, facts }: { readonly settings: Settings; readonly facts?: KernelFacts }
): Promise<Discovery> {
  const listing = await workspace.list();
  const texts = new Map<string, string | undefined>();
  const parse = parseOnce();
  for (;;) {
    const discovery = discover({
      source: name,
      blocks: prepared.code,
      magics: prepared.requirements,
      shipped: prepared.shipped.map(({ path }) => path),
      written: prepared.written.map(path => ({ path })),
      listing,
      texts,
      parse,
      ...(facts ? { facts } : {}),
      choice: { include: settings.include, exclude: settings.exclude }
    });
    const missing = discovery.missingTexts.filter(path => !texts.has(path));
    if (missing.length === 0) return discovery;
    const read = missing.map(
      async path => [path, await workspace.readText(path)] as const
    );
    for (const [path, text] of await Promise.all(read)) texts.set(path, text);
  }
}

function entryOf(
  { path, mode, size, sha256, included }: BundleFile,
  place: Place
): BundleEntry[] {
  if (!included || sha256 === undefined) return [];
  const content = { kind: 'copy', from: place.absolute(path) } as const;
  return [{ path, mode, size, sha256, content }];
}
