/** Finds and fetches wheels by pip. */
import {
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Conditions } from '../../core/packages/finding.js';
import { parseFailure } from '../../core/packages/failure.js';
import { parseReport, type ChosenWheel } from '../../core/packages/report.js';
import { standIns, type StandIn } from '../../core/packages/stand-in.js';
import type { CallOptions } from '../../ports/cluster.js';
import type {
  FetchedWheel,
  Question,
  Resolver,
  ResolverAnswer,
  ResolverPlace,
  ResolverWatch,
  ResolverWork
} from '../../ports/packages.js';
import { conditionsOf } from './conditions.js';
import { installedWheels } from './installed.js';
import { abiOf, choiceArguments, runPip, type PipOptions } from './pip.js';
import { inPlace } from './room.js';
import { sizeOf } from './sizes.js';
import { WheelCache } from './wheel-cache.js';

export interface PipResolverOptions extends PipOptions {
  /** Folder of the wheels that are kept. */
  readonly cache: string;
}

export class PipResolver implements Resolver {
  readonly #options: PipResolverOptions;
  readonly #cache: WheelCache;

  constructor(options: PipResolverOptions) {
    this.#options = options;
    this.#cache = new WheelCache(options.cache);
  }

  conditions(
    work: Pick<ResolverWork, 'place' | 'sources'>
  ): Promise<Conditions | undefined> {
    return conditionsOf(work, this.#options.env);
  }

  async resolve(
    question: Question,
    watch: ResolverWatch = {}
  ): Promise<ResolverAnswer> {
    if (question.wanted.size === 0) return { ok: true, chosen: [] };
    const needed = (): Promise<undefined> => Promise.resolve(undefined);
    const place = { folder: tmpdir(), variable: 'TMPDIR', needed } as const;
    return inPlace(place, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'jkf-packages-'));
      try {
        return await this.#resolved(question, watch, folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  installed(
    names: readonly string[],
    place: ResolverPlace,
    options: CallOptions = {}
  ): Promise<string | undefined> {
    const { env, cache: folder } = this.#options;
    const cache = join(folder, 'installed');
    return installedWheels(names, place, { ...options, env, cache });
  }

  async sized(
    wheels: readonly ChosenWheel[],
    { signal }: CallOptions = {}
  ): Promise<readonly ChosenWheel[]> {
    return Promise.all(
      wheels.map(async wheel => {
        const size = await sizeOf(wheel.url, signal);
        return size === undefined ? wheel : { ...wheel, size };
      })
    );
  }

  async fetch(
    wheels: readonly ChosenWheel[],
    work: ResolverWork & Pick<Question, 'wanted'>,
    watch: ResolverWatch = {}
  ): Promise<readonly FetchedWheel[]> {
    const there = await this.#cache.among(wheels);
    const missing = wheels.filter(wheel => !there.has(wheel));
    if (missing.length > 0) {
      await this.#cache.fill(missing, there, folder =>
        this.#downloaded(missing, work, { watch, folder })
      );
    }
    return wheels.flatMap(wheel => there.get(wheel) ?? []);
  }

  async #resolved(
    question: Question,
    watch: ResolverWatch,
    folder: string
  ): Promise<ResolverAnswer> {
    const { wanted, target } = question;
    const made = await layOut(question, folder);
    const report = join(folder, 'report.json');
    const log = await runPip(this.#options, {
      work: question,
      folder,
      args: [
        ...['install', '--dry-run', '--ignore-installed', '--report', report],
        ...['--log', join(folder, 'pip.log'), '--target', join(folder, 'target')],
        ...choiceArguments(question),
        ...['--find-links', join(folder, 'base')],
        ...['--constraint', join(folder, 'base.txt')],
        ...['--requirement', join(folder, 'wanted.txt')]
      ],
      ...watched(watch)
    });
    if (log === undefined) {
      return { ok: true, chosen: await chosenIn(report, made) };
    }
    const names = new Set(wanted.keys());
    const platform = `Linux on ${target.machine}`;
    const asked = { names, python: target.python, platform };
    return { ok: false, failure: parseFailure(log, asked) };
  }

  async #downloaded(
    wheels: readonly ChosenWheel[],
    work: ResolverWork & Pick<Question, 'wanted'>,
    { watch, folder }: { readonly watch: ResolverWatch; readonly folder: string }
  ): Promise<void> {
    const far = await copied(wheels, join(folder, 'wheels'));
    const hashed = far.filter(({ sha256 }) => sha256 !== undefined);
    const others = far.filter(({ sha256 }) => sha256 === undefined);
    // With one digest pip wants those of all.
    for (const some of [hashed, others]) {
      if (some.length === 0) continue;
      const list = join(folder, 'wheels.txt');
      await writeFile(list, some.map(wheel => lineOf(wheel, work.wanted)).join(''));
      const log = await runPip(this.#options, {
        ...{ work, folder, ...watched(watch) },
        args: [
          ...['download', '--no-deps', '--dest', join(folder, 'wheels')],
          ...['--log', join(folder, 'pip.log'), ...choiceArguments(work)],
          ...['--requirement', list]
        ]
      });
      if (log !== undefined) refuse(log, some, work);
    }
  }
}

/** Those of folders are at hand. @returns the others */
async function copied(
  wheels: readonly ChosenWheel[],
  folder: string
): Promise<readonly ChosenWheel[]> {
  const far: ChosenWheel[] = [];
  for (const wheel of wheels) {
    const isHere = wheel.sha256 !== undefined && wheel.url.startsWith('file:');
    if (!isHere || !(await isCopied(wheel, folder))) far.push(wheel);
  }
  return far;
}

/** Without the bytes, where the disk can do that; of what cannot be read pip says why. */
async function isCopied({ url, file }: ChosenWheel, folder: string): Promise<boolean> {
  try {
    await copyFile(fileURLToPath(url), join(folder, file), constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (/^(?:ENOSPC|EDQUOT)$/.test(code)) throw error;
    return false;
  }
}

/** Files for pip: what the base has, that it stays, and what is wanted. */
async function layOut(question: Question, folder: string): Promise<readonly StandIn[]> {
  const { base, target, released, wanted } = question;
  const abi = abiOf(target.python);
  const tag = `${abi}-${abi}-${target.platforms[0] ?? 'any'}`;
  const made = standIns(base, tag, released);
  await mkdir(join(folder, 'base'));
  await Promise.all(
    made.map(({ file, bytes }) => writeFile(join(folder, 'base', file), bytes))
  );
  const pins = made.map(({ name, version }) => `${name}==${version}\n`).join('');
  await writeFile(join(folder, 'base.txt'), pins);
  const lines = [...wanted.values()].map(text => `${text}\n`).join('');
  await writeFile(join(folder, 'wanted.txt'), lines);
  return made;
}

async function chosenIn(
  report: string,
  made: readonly StandIn[]
): Promise<readonly ChosenWheel[]> {
  const text = await readFile(report, 'utf8');
  const own = new Map(made.map(one => [one.file, one.version]));
  try {
    // pip may write a version in another way than the base does.
    return parseReport(text).map(wheel => ({
      ...wheel,
      version: own.get(wheel.file) ?? wheel.version
    }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail('resolver-failed', { detail: `of its report, ${error.message}` });
  }
}

/** By its address where it has one, so that no index is asked for it. */
function lineOf(
  { name, version, sha256, isDirect }: ChosenWheel,
  wanted: Question['wanted']
): string {
  const hash = sha256 === undefined ? '' : ` --hash=sha256:${sha256}`;
  const address = isDirect ? wanted.get(name)?.replace(/\s*;.*$/, '') : undefined;
  return `${address ?? `${name}==${version}`}${hash}\n`;
}

function refuse(
  log: string,
  wheels: readonly ChosenWheel[],
  work: ResolverWork
): never {
  const [, file] = /^ {4}(\S+) from (?:.*)\n\s+Expected sha256/m.exec(log) ?? [];
  if (/DO NOT MATCH THE HASHES/.test(log)) {
    const detail = 'its digest differs';
    return fail('wheel-wrong', { file: file ?? wheels[0]?.file ?? '', detail });
  }
  const { python, machine } = work.target;
  const names = new Set(wheels.map(({ name }) => name));
  const asked = { names, python, platform: `Linux on ${machine}` };
  throw new ProblemError(parseFailure(log, asked).problem);
}

function watched({ signal, onName }: ResolverWatch): {
  signal?: AbortSignal;
  onLine?: (line: string) => void;
} {
  const onLine = (line: string): void => {
    const [, name] = /^\s*(?:Collecting|Downloading) (\S+)/.exec(line) ?? [];
    if (name !== undefined) onName?.(name.slice(name.lastIndexOf('/') + 1));
  };
  return { ...(signal ? { signal } : {}), ...(onName ? { onLine } : {}) };
}
