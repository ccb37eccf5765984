/** Kernels of this computer: found by kernelspec, asked as child processes. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import type {
  InstalledKernel,
  Kernel,
  KernelFacts,
  Kernels,
  SyntaxFault
} from '../../ports/kernel.js';
import compileProgram from './compile.py?raw';
import { ask, locate, type Asked } from './interpreter.js';
import {
  parseAnswer,
  parseFault,
  readAnswer,
  writeAnswer,
  type ProbeAnswer
} from './answers.js';
import {
  interpreterOf,
  jupyterFolders,
  readKernelspec,
  readKernelspecs,
  variablesOf,
  type JupyterPlaces,
  type Kernelspec
} from './kernelspecs.js';
import probeProgram from './probe.py?raw';

/** Where kernels are looked for, and where what they said is kept. */
export interface LocalKernelsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
  /** Folder for answers of interpreters; they are asked again when their packages change. */
  readonly cache: string;
  /** Folder relative interpreter paths are meant from. */
  readonly cwd: string;
}

const DEFAULT_KERNEL = 'python3';

/** Texts of which is kept whether they compile: those of the notebooks in use. */
const VERDICTS = 32;

export class LocalKernels implements Kernels {
  readonly #options: LocalKernelsOptions;
  readonly #answers = new Map<string, ProbeAnswer>();
  /** By interpreter and text, oldest first. */
  readonly #verdicts = new Map<string, SyntaxFault | undefined>();

  constructor(options: LocalKernelsOptions) {
    this.#options = options;
  }

  async find(name = DEFAULT_KERNEL): Promise<Kernel> {
    const spec = await readKernelspec(jupyterFolders(await this.#places()), name);
    if (spec) return this.#fromSpec(name, spec);
    if (name !== DEFAULT_KERNEL) fail('kernel-missing', { kernel: name });
    const python = await this.#onPath();
    return python ? { python, origin: 'path', env: {} } : fail('python-missing', {});
  }

  async list(): Promise<readonly InstalledKernel[]> {
    const specs = await readKernelspecs(jupyterFolders(await this.#places()));
    const path = this.#options.env['PATH'];
    const found = [...specs].sort().map(async ([name, spec]) => {
      const command = interpreterOf(spec);
      if (command === undefined) return [];
      const python = await locate(command, path);
      return [{ name, ...(python === undefined ? {} : { python }) }];
    });
    return (await Promise.all(found)).flat();
  }

  async named(python: string): Promise<Kernel> {
    const { cwd, env } = this.#options;
    const command = python.includes('/') ? resolve(cwd, python) : python;
    const path = await locate(command, env['PATH']);
    if (!path) fail('python-not-found', { python });
    return { python: path, origin: 'option', env: {} };
  }

  async inspect(kernel: Kernel): Promise<KernelFacts> {
    const key = cacheKey(kernel);
    const file = join(this.#options.cache, `${key}.json`);
    const known = this.#answers.get(key) ?? (await readAnswer(file));
    if (known && (await isCurrent(known))) return this.#keep(key, known);
    const answer = await ask(this.#asked(kernel), probeProgram);
    if (!answer.ok)
      fail('interpreter-broken', { python: kernel.python, detail: answer.why });
    const fresh = parseAnswer(answer.text);
    if (!fresh)
      fail('interpreter-broken', {
        python: kernel.python,
        detail: answer.text.slice(0, 200)
      });
    await writeAnswer(file, answer.text);
    // It may be another Python now.
    this.#verdicts.clear();
    return this.#keep(key, fresh);
  }

  /** The click that follows a plan asks for the same text again: no program is started. */
  async compile(kernel: Kernel, source: string): Promise<SyntaxFault | undefined> {
    const key = `${cacheKey(kernel)} ${digest(source)}`;
    const fault = this.#verdicts.has(key)
      ? this.#verdicts.get(key)
      : await this.#compiled(kernel, source);
    this.#verdicts.delete(key);
    this.#verdicts.set(key, fault);
    const [oldest] = this.#verdicts.keys();
    if (this.#verdicts.size > VERDICTS && oldest) this.#verdicts.delete(oldest);
    return fault;
  }

  async #compiled(kernel: Kernel, source: string): Promise<SyntaxFault | undefined> {
    const answer = await ask(this.#asked(kernel), compileProgram, source);
    if (!answer.ok)
      fail('interpreter-broken', { python: kernel.python, detail: answer.why });
    return parseFault(answer.text);
  }

  #keep(key: string, answer: ProbeAnswer): KernelFacts {
    this.#answers.set(key, answer);
    return answer.facts;
  }

  /** With what the kernelspec sets, e.g. PYTHONPATH. */
  #asked({ python, env }: Kernel): Asked {
    return { python, env: { ...this.#options.env, ...env } };
  }

  async #fromSpec(name: string, spec: Kernelspec): Promise<Kernel> {
    const command = interpreterOf(spec);
    if (!command)
      return fail('kernelspec-not-python', {
        kernel: name,
        command: spec.argv[0] ?? ''
      });
    const python = await locate(command, this.#options.env['PATH']);
    if (!python)
      return fail('interpreter-broken', {
        python: command,
        detail: 'the file is missing'
      });
    const env = variablesOf(spec, this.#options.env);
    return { name, python, origin: 'kernelspec', spec: spec.folder, env };
  }

  async #places(): Promise<JupyterPlaces> {
    const { env, home, platform } = this.#options;
    const python = await this.#onPath();
    return { env, home, platform, prefix: python && dirname(dirname(python)) };
  }

  /** The environment in use, else the first Python on the PATH. */
  async #onPath(): Promise<string | undefined> {
    const { env } = this.#options;
    const folder = env['VIRTUAL_ENV'] ?? env['CONDA_PREFIX'];
    const own = folder
      ? await locate(join(folder, 'bin', 'python'), undefined)
      : undefined;
    return (
      own ?? (await locate('python3', env['PATH'])) ?? locate('python', env['PATH'])
    );
  }
}

function cacheKey({ python, env }: Kernel): string {
  return digest(probeProgram + JSON.stringify([python, env])).slice(0, 24);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** An answer holds while every folder that was searched is as it was then. */
async function isCurrent(answer: ProbeAnswer): Promise<boolean> {
  const checks = Object.entries(answer.folders).map(async ([folder, modified]) => {
    const now = await stat(folder).catch(() => undefined);
    return now !== undefined && Math.floor(now.mtimeMs) === modified;
  });
  return isAbsolute(answer.facts.python) && (await Promise.all(checks)).every(Boolean);
}
