/** The `jkf` command that does what the panel's button does. */
import type { Settings } from '@jupyterlab-kubeflow/protocol';

/** As a shell reads it: quoted where a shell would take it apart. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function commandLine(path: string, settings: Settings): string {
  const words = ['jkf', 'run', path, ...choices(settings), ...lists(settings)];
  return words.map(shellWord).join(' ');
}

function choices(settings: Settings): string[] {
  const { mode, framework, ranks, kernel, name } = settings;
  const called = settings.function;
  return [
    ...option('--mode', called === undefined ? mode : undefined),
    ...option('--function', called),
    ...option('--framework', framework),
    ...option('--ranks', ranks === undefined ? undefined : String(ranks)),
    ...option('--kernel', kernel),
    ...option('--name', name)
  ];
}

function lists({ parameters, include, exclude, env }: Settings): string[] {
  return [
    ...Object.entries(parameters).flatMap(([name, value]) =>
      option('--param', `${name}=${parameterText(value)}`)
    ),
    ...include.flatMap(path => option('--include', path)),
    ...exclude.flatMap(path => option('--exclude', path)),
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
