/** The `jkf` command that does what the panel's button does. */
import { exactBytes, INPUT, type Settings } from '@jupyterlab-kubeflow/protocol';
import { clusterWords } from './cluster-words.js';

/** As a shell reads it: quoted where a shell would take it apart. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function commandLine(path: string, settings: Settings): string {
  return ['jkf', ...runWords(path, settings)].map(shellWord).join(' ');
}

/** The arguments of `jkf`, each a word. */
export function runWords(path: string, settings: Settings): string[] {
  const { args } = settings;
  return [
    // What begins with a dash would be an option.
    ...['run', path.startsWith('-') ? `./${path}` : path],
    ...choices(settings),
    ...lists(settings),
    // Of two variables with one name the last counts: here as in the pods, the workload's.
    ...clusterWords(settings),
    ...behind(path, settings),
    ...(args.length > 0 ? ['--', ...args] : [])
  ];
}

/** Notebooks that follow, which are in the same folder. */
function behind(path: string, { then = [] }: Settings): string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const beside = (name: string): string => (name.startsWith('-') ? `./${name}` : name);
  return then.map(name => (folder === '' ? beside(name) : `${folder}${name}`));
}

function choices(settings: Settings): string[] {
  const { mode, framework, ranks, replicas, kernel, python, name } = settings;
  const { diskBytes } = settings;
  const roles = replicas?.map(({ role, count }) => `${role}=${String(count)}`);
  const called = settings.function;
  return [
    ...option('--mode', called === undefined ? mode : undefined),
    ...option('--function', called),
    ...option('--framework', framework),
    ...(roles
      ? option('--replicas', roles.join(','))
      : option('--ranks', ranks === undefined ? undefined : String(ranks))),
    ...option('--kernel', kernel),
    ...option('--python', python),
    ...option('--name', name),
    ...option(
      '--disk-limit',
      diskBytes === undefined ? undefined : exactBytes(diskBytes)
    )
  ];
}

function lists(settings: Settings): string[] {
  const { parameters, include, exclude, env, inputs = [] } = settings;
  return [
    ...Object.entries(parameters).flatMap(([name, value]) =>
      option('--param', `${name}=${parameterText(value)}`)
    ),
    ...include.flatMap(path => option('--include', path)),
    ...exclude.flatMap(path => option('--exclude', path)),
    ...inputs.flatMap(input => option('--input', INPUT.write(input))),
    ...Object.entries(env).flatMap(([name, value]) =>
      option('--env', `${name}=${value}`)
    )
  ];
}

function option(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [flag, value];
}

function parameterText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
