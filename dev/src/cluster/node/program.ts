/** One component as a process: starts it, knows how it is, and stops it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from '../acts/probe.js';
import { withSystem } from '../acts/run.js';
import type { Component } from '../plan/component.js';
import type { ComponentStatus } from '../plan/status.js';

/** Where a program's output goes, and who signed what it serves with. */
export interface ProgramPlace {
  readonly log: string;
  readonly authority: string;
  readonly tmp: string;
}

/** How long a component may take to end before it is killed. */
const GRACE_MS = 10_000;
const READY_STEP_MS = 150;

export class Program {
  #child: ChildProcess | undefined;
  #state: ComponentStatus['state'] = 'waiting';
  #since: number | undefined;
  #detail: string | undefined;

  constructor(
    readonly component: Component,
    readonly place: ProgramPlace
  ) {}

  get running(): boolean {
    return this.#child !== undefined;
  }

  get paused(): boolean {
    return this.#state === 'paused';
  }

  /** Starts it unless it runs; `ready` tells when it works. */
  start(): void {
    if (this.#child) return;
    const { command, args, env } = this.component;
    const output = openSync(this.place.log, 'a');
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      cwd: '/',
      env: {
        PATH: withSystem(),
        HOME: '/var/lib',
        TMPDIR: this.place.tmp,
        ...env
      }
    });
    closeSync(output);
    child.on('error', error => {
      this.#ended(child, `cannot be started: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      this.#ended(child, `ended with ${signal ?? `code ${String(code)}`}`);
    });
    this.#child = child;
    this.#become('starting');
  }

  /** Resolves when it answers; rejects when it ends or the signal says so. */
  async ready(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (!this.#child) throw new Error(this.#sayEnded());
      const problem = await probe(this.component.probe, this.place.authority);
      if (problem === undefined) {
        this.#become('ready');
        return;
      }
      this.#detail = problem;
      await sleep(READY_STEP_MS);
    }
  }

  /** Ends it and waits; a paused one is woken to hear of it. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    child.kill('SIGCONT');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await exit;
    clearTimeout(timer);
    this.#become('stopped', `by ${signal}`);
  }

  /** Halts it where it is: it neither answers nor ends. */
  pause(): void {
    if (this.#child?.kill('SIGSTOP') === true) this.#become('paused');
  }

  resume(): void {
    if (this.#child?.kill('SIGCONT') === true) this.#become('ready');
  }

  /** Asks it now: what was ready once may have stopped to answer. */
  async status(): Promise<ComponentStatus> {
    if (this.#state === 'ready' || this.#state === 'failing') await this.#look();
    const { name, version } = this.component;
    const pid = this.#child?.pid;
    return {
      name,
      version,
      state: this.#state,
      log: this.place.log,
      ...(pid === undefined ? {} : { pid, ...memoryOf(pid) }),
      ...(this.#since === undefined ? {} : { since: this.#since }),
      ...(this.#detail === undefined ? {} : { detail: this.#detail })
    };
  }

  async #look(): Promise<void> {
    const problem = await probe(this.component.probe, this.place.authority);
    if (!this.#child) return;
    if (problem === undefined) this.#become('ready');
    else this.#become('failing', problem);
  }

  #ended(child: ChildProcess, detail: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#become('exited', detail);
  }

  #become(state: ComponentStatus['state'], detail?: string): void {
    if (this.#state !== state) this.#since = Date.now();
    this.#state = state;
    this.#detail = detail;
  }

  #sayEnded(): string {
    const { name } = this.component;
    return `${name} ${this.#detail ?? 'has ended'}. Its log: ${this.place.log}`;
  }
}

/** Memory a process holds, from `/proc`. */
function memoryOf(pid: number): { memoryBytes?: number } {
  try {
    const text = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(text)?.[1];
    return kilobytes ? { memoryBytes: Number(kilobytes) * 1024 } : {};
  } catch {
    return {};
  }
}
