/** Builds one engine into a folder: the program, its names, the manifests it comes with. */
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ENGINES_FOLDER } from '../folders.js';
import type { Runner } from '../process.js';
import { buildArguments, buildEnvironment, type BuildInputs } from './plan.js';
import { advance, startOf, type EngineProgress } from './progress.js';

/** What a build needs beside its inputs. */
export interface BuildContext {
  readonly go: string;
  readonly run: Runner;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: EngineProgress) => void;
}

/** Builds may wait for whatever else the computer does. */
const NICENESS = 10;

/** Fills `folder` with `bin/` and, where the engine has manifests, `module/`. */
export async function buildEngine(
  inputs: BuildInputs,
  folder: string,
  context: BuildContext
): Promise<void> {
  const { engine, name } = inputs;
  const [first, ...others] = engine.binaries;
  const program = others.length === 0 ? first : name;
  await mkdir(join(folder, 'bin'));
  await compile(inputs, join(folder, 'bin', program), context);
  for (const binary of others.length === 0 ? [] : engine.binaries) {
    await symlink(program, join(folder, 'bin', binary));
  }
  await keepManifests(inputs, join(folder, 'module'), context);
}

async function compile(
  inputs: BuildInputs,
  output: string,
  context: BuildContext
): Promise<void> {
  let state = startOf(inputs.name, inputs.engine.seconds);
  const report = (next: EngineProgress): void => {
    if (next !== state) context.onProgress((state = next));
  };
  const onErrorLine = (line: string): void => {
    report(advance(state, line));
  };
  const { package: main, tags = [] } = inputs.engine;
  const list = ['list', '-deps', `-tags=${tags.join(',')}`, main];
  const packages = await runGo(inputs, list, { ...context, onErrorLine });
  const names = packages.split('\n').filter(Boolean);
  report({ ...state, phase: 'compiling', done: 0, total: names.length });
  await runGo(inputs, buildArguments(inputs, output), {
    ...context,
    onErrorLine: line => {
      onErrorLine(line);
      // What depends on all others comes last.
      if (line === names.at(-1)) report({ ...state, phase: 'linking' });
    }
  });
}

async function runGo(
  { name, arch, engine }: BuildInputs,
  args: readonly string[],
  {
    go,
    run,
    signal,
    onErrorLine
  }: BuildContext & { onErrorLine?: (line: string) => void }
): Promise<string> {
  const result = await run({
    file: go,
    args,
    cwd: join(ENGINES_FOLDER, engine.folder ?? '.'),
    env: buildEnvironment(arch),
    niceness: NICENESS,
    // The next one would build beside it.
    endsWithUs: process.platform === 'linux',
    ...(signal ? { signal } : {}),
    ...(onErrorLine ? { onErrorLine } : {})
  });
  if (result.code === 0) return result.stdout;
  const end = result.stderr.split('\n').slice(-20).join('\n');
  throw new Error(
    `The engine ${name} could not be built:\n${end}\n` +
      `To see it again: cd ${join('dev/engines', engine.folder ?? '.')} && CGO_ENABLED=0 go ${args.join(' ')}`
  );
}

/** The manifests are those of the version that is built: read from its module, not ours. */
async function keepManifests(
  inputs: BuildInputs,
  folder: string,
  context: BuildContext
): Promise<void> {
  const { manifests = [], module } = inputs.engine;
  if (module === undefined || manifests.length === 0) return;
  const args = ['list', '-m', '-f', '{{.Dir}}', module];
  const source = (await runGo(inputs, args, context)).trim();
  for (const part of manifests) await copyFiles(join(source, part), join(folder, part));
}

/** Contents only: in Go's module cache everything is read-only. */
async function copyFiles(source: string, target: string): Promise<void> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter(each => each.isFile())) {
    const folder = join(target, relative(source, entry.parentPath));
    await mkdir(folder, { recursive: true });
    const content = await readFile(join(entry.parentPath, entry.name));
    await writeFile(join(folder, entry.name), content);
  }
}
