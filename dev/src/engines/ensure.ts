/** Gives the cluster's programs: built once from their inputs, found after that. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGINES_FOLDER, cacheFolder } from '../folders.js';
import { runCommand, type Runner } from '../process.js';
import { buildEngine } from './build.js';
import { parseGoModule } from './go-module.js';
import { findGo, goProblem, type GoToolchain } from './go.js';
import { goArch, identityText, type BuildInputs } from './plan.js';
import { startOf, type EngineProgress } from './progress.js';
import { ensureFolder, isComplete } from './store.js';
import { ENGINES, type Engine, type EngineName } from './table.js';

/** An engine that is built. */
export interface BuiltEngine {
  readonly name: EngineName;
  /** Version of the published module, as `v1.36.3`; undefined when the code is ours. */
  readonly version: string | undefined;
  /** Absolute path of each program, by its name. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Version of each program that is not of the engine's own, by its name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Folder with the published module's manifests, as they lie in the module. */
  readonly module: string;
}

/** Options of `ensureEngines`. */
export interface EnsureEnginesOptions {
  /** Called with the state of all that is being built, whenever one changes. */
  readonly onProgress?: (progress: readonly EngineProgress[]) => void;
  readonly signal?: AbortSignal;
  readonly run?: Runner;
  readonly env?: NodeJS.ProcessEnv;
}

/** An engine, and the folder that its inputs name. */
interface Wanted {
  readonly inputs: BuildInputs;
  readonly engine: BuildInputs['engine'];
  readonly folder: string;
  readonly versions: BuiltEngine['versions'];
  /** The oldest Go that builds it. */
  readonly floor: string;
}

/**
 * Builds the engines that are not there yet. When all are, no process is started.
 * @throws {Error} whose message names what is missing and the command that mends it
 */
export async function ensureEngines<Name extends EngineName>(
  names: readonly Name[],
  options: EnsureEnginesOptions = {}
): Promise<Readonly<Record<Name, BuiltEngine>>> {
  const env = options.env ?? process.env;
  const go = await findGo(env);
  const wanted = await Promise.all(names.map(name => describe(name, { go, env })));
  const complete = await Promise.all(wanted.map(({ folder }) => isComplete(folder)));
  const missing = wanted.filter((_, index) => complete[index] !== true);
  if (missing.length > 0) await buildAll(missing, usableGo(go, missing, env), options);
  const built = wanted.map(each => [each.inputs.name, describeBuilt(each)] as const);
  return Object.fromEntries(built) as Record<Name, BuiltEngine>;
}

/** What the engine is built from, and where the result is or will be. */
async function describe(name: EngineName, { go, env }: Around): Promise<Wanted> {
  const engine: Engine = ENGINES[name];
  const files = await readGoFiles(join(ENGINES_FOLDER, engine.folder ?? '.'));
  const module = parseGoModule(files['go.mod'] ?? '');
  const version = (of = ''): string | undefined => module.versions.get(of);
  const inputs: BuildInputs = {
    name,
    engine,
    version: version(engine.module),
    files: { ...files, ...(await ownFiles(engine)) },
    go: go?.version ?? '',
    arch: processor()
  };
  const hash = createHash('sha256').update(identityText(inputs)).digest('hex');
  const folder = join(cacheFolder(env), 'engines', `${name}-${hash.slice(0, 12)}`);
  const others = Object.entries(engine.modules ?? {});
  const known = others.map(([binary, of]) => [binary, version(of) ?? ''] as const);
  const versions = Object.fromEntries(known);
  return { inputs, engine, folder, versions, floor: module.go };
}

/** What all engines of a call have in common. */
interface Around {
  readonly go: GoToolchain | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** The files of a package of ours; those of a published one are named by go.sum. */
const ownFiles = ({ package: path }: Engine): Promise<Record<string, string>> =>
  path.startsWith('./') ? readGoFiles(join(ENGINES_FOLDER, path)) : Promise.resolve({});

async function readGoFiles(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter(name => /\.(go|mod|sum)$/.test(name));
  const texts = names.map(async name => {
    return [name, await readFile(join(folder, name), 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

function processor(): string {
  const arch = goArch(process.arch);
  if (arch !== undefined) return arch;
  throw new Error(
    `The cluster's programs are built for amd64 and arm64; this is ${process.arch}. ` +
      'Set JKF_KUBECONFIG to use a cluster that is elsewhere.'
  );
}

function usableGo(
  go: GoToolchain | undefined,
  missing: readonly Wanted[],
  env: NodeJS.ProcessEnv
): string {
  const problems = missing.flatMap(
    ({ floor }) => goProblem(go, floor, env.GOTOOLCHAIN) ?? []
  );
  if (problems.length > 0 || go === undefined) throw new Error(problems[0]);
  return go.file;
}

async function buildAll(
  missing: readonly Wanted[],
  go: string,
  { onProgress, signal, run = runCommand }: EnsureEnginesOptions
): Promise<void> {
  const states = new Map(
    missing.map(({ inputs: { name, engine } }) => [name, startOf(name, engine.seconds)])
  );
  const report = (name: EngineName, state: EngineProgress): void => {
    states.set(name, state);
    onProgress?.([...states.values()]);
  };
  // One after the other: Go keeps all processors busy, and two at once would compile
  // what they share twice.
  for (const wanted of missing) {
    signal?.throwIfAborted();
    const { name, engine } = wanted.inputs;
    const context = {
      go,
      run,
      signal,
      onProgress: (state: EngineProgress) => {
        report(name, state);
      }
    };
    const make = (folder: string): Promise<void> =>
      buildEngine(wanted.inputs, folder, context);
    await ensureFolder(wanted.folder, make, { signal });
    report(name, { ...startOf(name, engine.seconds), phase: 'ready' });
  }
}

function describeBuilt({ inputs, folder, versions }: Wanted): BuiltEngine {
  const { name, version, engine } = inputs;
  const paths = engine.binaries.map(binary => [binary, join(folder, 'bin', binary)]);
  return {
    name,
    version,
    binaries: Object.fromEntries(paths) as Record<string, string>,
    versions,
    module: join(folder, 'module')
  };
}
