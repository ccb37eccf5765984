/** Finds kernelspecs as Jupyter does: which folders, in which order, and what one says. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join, normalize } from 'node:path';
import * as z from 'zod/mini';

/** A `kernel.json` and the folder it lies in. */
export interface Kernelspec {
  readonly folder: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const KernelJson = z.object({
  argv: z.array(z.string()).check(z.minLength(1)),
  env: z.optional(z.record(z.string(), z.string()))
});

/** What decides where Jupyter looks. */
export interface JupyterPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
  /** `sys.prefix` of the Python on the PATH. */
  readonly prefix: string | undefined;
}

/** The data folders of Jupyter, first wins (jupyter_core's `jupyter_path`, an environment first). */
export function jupyterFolders(places: JupyterPlaces): string[] {
  const { env, prefix } = places;
  const listed = (env['JUPYTER_PATH'] ?? '').split(delimiter).filter(Boolean);
  const prefixes = [env['VIRTUAL_ENV'], env['CONDA_PREFIX'], prefix].filter(
    (path): path is string => path !== undefined && path !== ''
  );
  return [
    ...listed,
    ...prefixes.map(path => join(path, 'share', 'jupyter')),
    env['JUPYTER_DATA_DIR'] ?? userFolder(places),
    '/usr/local/share/jupyter',
    '/usr/share/jupyter'
  ].filter((folder, i, all) => all.indexOf(folder) === i);
}

function userFolder({ env, home, platform }: JupyterPlaces): string {
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'jupyter');
}

/** The first kernelspec of that name, or `undefined`. Names are compared in lower case. */
export async function readKernelspec(
  folders: readonly string[],
  name: string
): Promise<Kernelspec | undefined> {
  const wanted = name.toLowerCase();
  return (await readKernelspecs(folders, found => found === wanted)).get(wanted);
}

/** The first kernelspec of each name, by name in lower case. */
export async function readKernelspecs(
  folders: readonly string[],
  wanted: (name: string) => boolean = () => true
): Promise<ReadonlyMap<string, Kernelspec>> {
  const specs = new Map<string, Kernelspec>();
  for (const folder of folders.map(path => join(path, 'kernels'))) {
    for (const entry of (await readdir(folder).catch(() => [])).sort()) {
      const name = entry.toLowerCase();
      const isNew = wanted(name) && !specs.has(name);
      const spec = isNew ? await readSpec(join(folder, entry)) : undefined;
      if (spec) specs.set(name, spec);
    }
  }
  return specs;
}

async function readSpec(folder: string): Promise<Kernelspec | undefined> {
  const text = await readFile(join(folder, 'kernel.json'), 'utf8').catch(
    () => undefined
  );
  if (text === undefined) return undefined;
  const parsed = KernelJson.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  return { folder, argv: parsed.data.argv, env: parsed.data.env ?? {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The interpreter a kernelspec starts. A bare `python` means the environment the
 * kernelspec is installed in, as jupyter_client has it; a command that is not a
 * Python (a container, `ssh`) gives `undefined`.
 */
export function interpreterOf(spec: Kernelspec): string | undefined {
  const command = (spec.argv[0] ?? '').replace('{resource_dir}', spec.folder);
  if (!/^(python|pypy)[\d.]*(\.exe)?$/i.test(basename(command))) return undefined;
  if (isAbsolute(command)) return normalize(command);
  const prefix = dirname(dirname(dirname(dirname(spec.folder))));
  return prefix === '/usr' || prefix === '/usr/local'
    ? command
    : join(prefix, 'bin', command);
}

/** Its variables, with `$NAME` and `${NAME}` replaced by what is set, as jupyter_client has it. */
export function variablesOf(
  { env }: Kernelspec,
  set: Readonly<Record<string, string | undefined>>
): Record<string, string> {
  const value = (text: string): string =>
    text.replace(
      /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
      (found, dollar?: string, bare?: string, braced?: string) =>
        dollar ?? set[bare ?? braced ?? ''] ?? found
    );
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => [name, value(text)])
  );
}
