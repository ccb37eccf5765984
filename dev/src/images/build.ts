/** Carries a recipe out: a layer for each step, and the layout around them. */
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import {
  appendLayers,
  emptyImage,
  type Layer
} from '@jupyterlab-kubeflow/controller/core/image/append';
import type { Platform } from '@jupyterlab-kubeflow/controller/core/image/types';
import { install, type Site } from './install.js';
import { MADE, writeLayer } from './layer-file.js';
import { writeLayout, type StoredImage } from './layout-folder.js';
import { entriesOf } from './placed.js';
import type { Recipe, TreeStep } from './recipe.js';
import { difference, snapshot, type Snapshot } from './tree.js';
import { unpack } from './unpack.js';

/** What a build is given besides the recipe. */
export interface BuildOptions {
  readonly base?: StoredImage | undefined;
  /** An empty folder, which becomes the layout. */
  readonly layout: string;
  /** A line before each slow step, and what its programs say. */
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Node's names for processors where Go's, which images use, are others. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** Of what programs print: a terminal's width. */
const LONGEST_LINE = 100;

/** Images are for the computer they are made on. */
export function platform(): Platform {
  return { os: 'linux', architecture: ARCHITECTURES[arch()] ?? arch() };
}

/** Fills the layout's folder. */
export async function buildImage(recipe: Recipe, options: BuildOptions): Promise<void> {
  const { base, layout } = options;
  const layers = [
    ...(await treeLayers(recipe, options)),
    ...(await filesLayer(recipe, options))
  ];
  const image = appendLayers(base ?? emptyImage(platform()), layers, {
    changes: { ...recipe.changes, created: MADE.text },
    hash: data => createHash('sha256').update(data).digest('hex')
  });
  await writeLayout(layout, image, { name: recipe.name, base });
}

async function treeLayers(recipe: Recipe, options: BuildOptions): Promise<Layer[]> {
  if (recipe.steps.length === 0) return [];
  const work = join(options.layout, 'work');
  const site: Site = { root: join(work, 'root'), work };
  await mkdir(site.root, { recursive: true });
  if (options.base) {
    options.onProgress?.(`${recipe.name}: unpacking ${recipe.base ?? 'its base'}`);
    await unpack(options.base, site.root, options.signal);
  }
  const layers: Layer[] = [];
  let before = snapshot(site.root);
  for (const step of recipe.steps) {
    const made = await treeLayer(step, { site, before, name: recipe.name }, options);
    layers.push(made.layer);
    before = made.after;
  }
  await rm(work, { recursive: true, force: true, maxRetries: 5 });
  return layers;
}

async function treeLayer(
  step: TreeStep,
  { site, before, name }: { site: Site; before: Snapshot; name: string },
  { layout, signal, onProgress }: BuildOptions
): Promise<{ readonly layer: Layer; readonly after: Snapshot }> {
  const createdBy = describe(step);
  onProgress?.(`${name}: ${createdBy}`);
  const onLine =
    onProgress &&
    ((line: string) => {
      onProgress(`${name}: ${shortened(line)}`);
    });
  await install(step, site, { signal, onLine }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Error(
      `The image ${name} could not be made: ${createdBy} failed with ${messageOf(error)}`,
      { cause: error }
    );
  });
  const after = snapshot(site.root);
  onProgress?.(`${name}: writing the layer`);
  const entries = difference(site.root, before, after);
  return { layer: await writeLayer(entries, layout, { createdBy, signal }), after };
}

async function filesLayer(
  { name, files }: Recipe,
  { base, layout, signal, onProgress }: BuildOptions
): Promise<Layer[]> {
  if (files.length === 0) return [];
  onProgress?.(`${name}: putting files in`);
  // Folders of a Debian below are there, and some of them are links.
  const entries = await entriesOf(files, path => !base || !isDebian(path));
  const createdBy = `files of ${name}`;
  return [await writeLayer(entries, layout, { createdBy, signal })];
}

const DEBIAN =
  /^(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(\/[^/]+)?$|^usr\/local\/(bin|lib|share)$/;

/** Whether every Debian has the folder. */
function isDebian(folder: string): boolean {
  return DEBIAN.test(folder);
}

function describe(step: TreeStep): string {
  switch (step.kind) {
    case 'debian':
      return `installing Debian packages ${step.packages.join(' ')}`.trim();
    case 'pip':
      return `installing Python packages ${step.requirements.join(' ')}`;
    case 'user':
      return `adding the user ${step.name}`;
  }
}

/** Some programs name all they do in one line. */
function shortened(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
