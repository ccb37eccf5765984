/** Asks a resolver again and again, until all that can be met is. */
import { ProblemError, reason, type Message } from '@jupyterlab-kubeflow/protocol';
import type { ResolverFailure } from '../core/packages/failure.js';
import type { Impossible, Needed } from '../core/packages/needed.js';
import type { ChosenWheel } from '../core/packages/report.js';
import { platformTags } from '../core/packages/tags.js';
import type {
  FetchedWheel,
  Question,
  Resolver,
  ResolverWatch,
  WheelSources
} from '../ports/packages.js';
import { pythonOf, type BaseInventory } from './inventories.js';
import type { PackagesRequest } from './packages-request.js';

/** Codes of what no index has in a form that can be put into an image. */
const NOWHERE: readonly string[] = [
  ...['package-missing', 'package-version-missing'],
  ...['package-no-wheel', 'package-other-platform']
];

/** What is asked, and of which base. */
export interface Task {
  readonly request: PackagesRequest;
  readonly found: BaseInventory;
  readonly needed: Needed;
}

/** Asks until all that can be met is: each round leaves something out, or lets it go. */
export class Rounds {
  readonly #resolver: Resolver;
  readonly #task: Task;
  readonly #wanted: Map<string, string>;
  readonly #released: Set<string>;
  readonly #impossible: Impossible[] = [];
  /** Folders of wheels of what is installed here, by what no index has. */
  readonly #here = new Map<string, string | undefined>();

  constructor(resolver: Resolver, task: Task) {
    this.#resolver = resolver;
    this.#task = task;
    const { wanted } = task.needed;
    this.#wanted = new Map(wanted.map(one => [one.name, one.requirement]));
    const replaced = wanted.filter(({ base }) => base !== undefined);
    this.#released = new Set(replaced.map(({ name }) => name));
  }

  /** With what has turned out to be impossible. */
  get needed(): Needed {
    const { needed } = this.#task;
    return {
      ...needed,
      wanted: needed.wanted.filter(({ name }) => this.#wanted.has(name)),
      impossible: [...needed.impossible, ...this.#impossible]
    };
  }

  /** Whether all was found where others find it, too. */
  get isWhole(): boolean {
    return this.#impossible.length === 0 && this.fromHere.length === 0;
  }

  /** Names of what no index has, and is taken as it is installed here. */
  get fromHere(): readonly string[] {
    const found = [...this.#here].filter(([, folder]) => folder !== undefined);
    return found.map(([name]) => name).sort();
  }

  async chosen(): Promise<readonly ChosenWheel[]> {
    const { onProgress } = this.#task.request;
    for (;;) {
      const count = this.#wanted.size;
      if (count > 0) {
        const what = count === 1 ? 'one package' : `${String(count)} packages`;
        onProgress?.(reason('packages-resolve', { count: what }));
      }
      const question = this.#question();
      const answer = await this.#resolver.resolve(
        question,
        watchOf(this.#task.request, name =>
          reason('packages-collect', { package: name })
        )
      );
      if (answer.ok) return answer.chosen;
      if (!(await this.#isHere(answer.failure))) this.#yield(answer.failure);
    }
  }

  fetched(
    wheels: readonly ChosenWheel[],
    watch: Watch = {}
  ): Promise<readonly FetchedWheel[]> {
    return this.#resolver.fetch(
      wheels,
      this.#question(),
      watchOf(watch, file => reason('packages-fetch', { file }))
    );
  }

  /** Whether what is lacking is installed here; it is found from now on. */
  async #isHere(failure: ResolverFailure): Promise<boolean> {
    const lacking = failure.kind === 'constraint' ? undefined : failure.lacking;
    const isMissing = NOWHERE.includes(failure.problem.code);
    if (lacking === undefined || !isMissing || this.#here.has(lacking)) return false;
    const { resolver, signal } = this.#task.request;
    const folder = await this.#resolver.installed(
      [lacking],
      resolver,
      signal ? { signal } : {}
    );
    this.#here.set(lacking, folder);
    return folder !== undefined;
  }

  /** Throws what cannot be yielded to. */
  #yield(failure: ResolverFailure): void {
    if (failure.kind === 'package') {
      const requirement = this.#wanted.get(failure.name);
      if (requirement !== undefined) {
        const { name, problem } = failure;
        this.#wanted.delete(name);
        this.#impossible.push({ name, requirement, problem });
        return;
      }
    }
    const pinned = new Set(this.#task.request.pinned);
    const names = failure.kind === 'constraint' ? failure.names : [];
    const movable = names.filter(
      name => !pinned.has(name) && !this.#released.has(name)
    );
    if (movable.length === 0) throw new ProblemError(failure.problem);
    movable.forEach(name => {
      this.#release(name);
    });
  }

  #sources(): WheelSources {
    const { sources } = this.#task.request;
    const here = [...this.#here.values()].flatMap(folder => folder ?? []);
    return { ...sources, findLinks: [...sources.findLinks, ...here] };
  }

  /** What the notebook says of it counts again, now that the base does not answer it. */
  #release(name: string): void {
    this.#released.add(name);
    const met = this.#task.needed.inBase.find(one => one.name === name);
    if (met) this.#wanted.set(name, met.requirement);
  }

  #question(): Question {
    const { request, found } = this.#task;
    const { inventory, machine } = found;
    return {
      ...{ place: request.resolver, sources: this.#sources() },
      target: {
        ...{ python: pythonOf(found), machine },
        platforms: platformTags(inventory, machine)
      },
      wanted: new Map(this.#wanted),
      base: inventory,
      released: new Set(this.#released)
    };
  }
}

type Watch = Pick<PackagesRequest, 'signal' | 'onProgress'>;

function watchOf(
  { signal, onProgress }: Watch,
  say: (name: string) => Message
): ResolverWatch {
  return {
    ...(signal ? { signal } : {}),
    onName: name => onProgress?.(say(name))
  };
}
