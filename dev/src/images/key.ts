/** Names a recipe's result by everything that goes into it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { MADE } from './layer-file.js';
import type { Placed, Recipe } from './recipe.js';

/** Raised when the same recipe comes to give other bytes. */
const BUILDER = 1;

/** Enough of the hash not to meet another. */
const LENGTH = 12;

/** What the recipe cannot know: the image below, and programs of this checkout. */
export interface Surroundings {
  readonly architecture: string;
  /** Digest of the image below. */
  readonly base: string;
  /** Texts that change what a step does. */
  readonly texts: readonly string[];
}

/** Packages that are not pinned do not count: they are as new as the image is. */
export async function keyOf(recipe: Recipe, around: Surroundings): Promise<string> {
  const steps = await Promise.all(
    recipe.steps.map(async step =>
      step.kind === 'pip'
        ? { ...step, wheels: await Promise.all((step.wheels ?? []).map(fileHash)) }
        : step
    )
  );
  const files = await Promise.all(recipe.files.map(contentOf));
  const inputs = { ...recipe, about: '', steps, files, around, BUILDER, MADE };
  const hash = createHash('sha256').update(JSON.stringify(inputs));
  return hash.digest('hex').slice(0, LENGTH);
}

async function contentOf(placed: Placed): Promise<object> {
  return placed.kind === 'copy'
    ? { ...placed, from: await fileHash(placed.from) }
    : placed;
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
