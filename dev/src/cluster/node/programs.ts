/** All components of a node: starts each when those it waits for answer. */
import { startable, type Component } from '../plan/component.js';
import { logOf, type InstancePaths } from '../plan/paths.js';
import type { Verb } from '../plan/orders.js';
import type { ComponentStatus } from '../plan/status.js';
import { Program } from './program.js';

/** Longest time until a component answers. */
const READY_PATIENCE_MS = 240_000;

export class Programs {
  readonly #programs = new Map<string, Program>();

  constructor(
    private readonly paths: InstancePaths,
    components: readonly Component[]
  ) {
    components.forEach(each => this.#add(each));
  }

  /** Starts them all, each as soon as it may; rejects with the first that fails. */
  async startAll(): Promise<void> {
    const started = new Set<string>();
    const ready = new Set<string>();
    const all = [...this.#programs.values()].map(({ component }) => component);
    const next = async (): Promise<void> => {
      const now = startable(all, started, ready);
      now.forEach(({ name }) => started.add(name));
      await Promise.all(
        now.map(async ({ name }) => {
          await this.#start(this.#get(name));
          ready.add(name);
          await next();
        })
      );
    };
    await next();
  }

  /** Starts those that have ended, and lets those that are halted go on; names them. */
  async heal(): Promise<string[]> {
    const all = [...this.#programs.values()];
    const halted = all.filter(({ paused }) => paused);
    // First: others may wait for what they say.
    halted.forEach(program => {
      program.resume();
    });
    const ended = all.filter(({ running }) => !running);
    for (const program of ended) await this.#start(program);
    return [...halted, ...ended].map(({ component }) => component.name);
  }

  /** Adds a component, or replaces the one of that name, and starts it. */
  async put(component: Component): Promise<void> {
    await this.#programs.get(component.name)?.stop();
    await this.#start(this.#add(component));
  }

  async remove(name: string): Promise<void> {
    await this.#programs.get(name)?.stop();
    this.#programs.delete(name);
  }

  async act(name: string, verb: Verb): Promise<void> {
    const program = this.#get(name);
    const acts: Readonly<Record<Verb, () => Promise<void> | void>> = {
      start: () => this.#start(program),
      stop: () => program.stop(),
      restart: async () => {
        await program.stop();
        await this.#start(program);
      },
      kill: () => program.stop('SIGKILL'),
      pause: () => {
        program.pause();
      },
      resume: () => {
        program.resume();
      }
    };
    await acts[verb]();
  }

  status(): Promise<ComponentStatus[]> {
    return Promise.all([...this.#programs.values()].map(each => each.status()));
  }

  #add(component: Component): Program {
    const program = new Program(component, {
      log: logOf(this.paths, component.name),
      authority: `${this.paths.pki}/ca.crt`,
      tmp: this.paths.tmp
    });
    this.#programs.set(component.name, program);
    return program;
  }

  async #start(program: Program): Promise<void> {
    const limit = AbortSignal.timeout(READY_PATIENCE_MS);
    program.start();
    await program.ready(limit);
    if (limit.aborted) {
      throw new Error(
        `${program.component.name} does not answer. Its log: ${program.place.log}`
      );
    }
  }

  #get(name: string): Program {
    const program = this.#programs.get(name);
    if (program) return program;
    const names = [...this.#programs.keys()].join(', ');
    throw new Error(`There is no component ${name}. There are: ${names}.`);
  }
}
