/**
 * Runs the containers of a pod as processes: volumes are folders below a root that stands
 * for the container's, and ConfigMaps are laid out as the kubelet does it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Container,
  KubernetesObject
} from '../../../controller/src/core/kubernetes/objects.js';

/** What a process left behind. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A process that was started, and its end. */
export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The parts of a container that make a process. */
export type Runnable = Pick<Container, 'command' | 'env'> &
  Partial<Pick<Container, 'workingDir'>>;

export class Pod {
  readonly root = mkdtempSync(join(tmpdir(), 'jkf-pod-'));
  readonly #annotations: Readonly<Record<string, string>>;

  /** @param annotations - those the Job's controller gives the pod */
  constructor(annotations: Readonly<Record<string, string>> = {}) {
    this.#annotations = annotations;
    mkdirSync(this.inside('/jkf/run'), { recursive: true });
  }

  /** Where a container's path is on this computer. */
  inside(path: string): string {
    return join(this.root, path);
  }

  /** Mounts a ConfigMap: files in a folder with a date, behind two links. */
  mount({ binaryData = {} }: KubernetesObject, path: string): void {
    const folder = this.inside(path);
    const dated = '..2026_01_01_00_00_00.123456789';
    mkdirSync(join(folder, dated), { recursive: true });
    symlinkSync(dated, join(folder, '..data'));
    for (const [key, text] of Object.entries(binaryData)) {
      const bytes = Buffer.from(text, 'base64');
      writeFileSync(join(folder, dated, key), bytes, { mode: 0o444 });
      symlinkSync(join('..data', key), join(folder, key));
    }
  }

  /** Starts a container's process with its own variables only. */
  start(container: Runnable): Started {
    const [program = '', ...args] = container.command.map(text => this.#moved(text));
    const process_ = spawn(program, args, {
      cwd: this.inside(container.workingDir ?? '/'),
      env: { PATH: process.env['PATH'], ...this.#variables(container) },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    return { process: process_, ended: collect(process_) };
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #variables({ env }: Runnable): Record<string, string> {
    return Object.fromEntries(
      env.map(({ name, value, valueFrom }) => {
        const field = JSON.stringify(valueFrom ?? {});
        const annotation = /annotations\['([^']+)'\]/.exec(field)?.[1] ?? '';
        const text = value?.replaceAll('$$', '$') ?? this.#annotations[annotation];
        return [name, this.#moved(text ?? '')];
      })
    );
  }

  #moved(text: string): string {
    return text.startsWith('/jkf/') ? this.inside(text) : text;
  }
}

function collect(child: ChildProcess): Promise<Ended> {
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      resolve({ code, output, errors });
    });
  });
}
