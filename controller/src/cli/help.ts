/** What `--help` says beside the options: examples, exit codes, environment. */
import type { Command } from 'commander';
import { pad, wrap } from './render/text.js';

/** One example: what one types, and what it does. */
export type Example = readonly [command: string, effect: string];

const examplesOf = new WeakMap<Command, readonly Example[]>();

/** Adds examples to a command's help. */
export function withExamples(command: Command, examples: readonly Example[]): Command {
  examplesOf.set(command, examples);
  return command.addHelpText('after', () => `\n${exampleText(examples)}`);
}

/** The examples of a command, for the reference. */
export function examplesFor(command: Command): readonly Example[] {
  return examplesOf.get(command) ?? [];
}

function exampleText(examples: readonly Example[]): string {
  const lines = examples.flatMap(([typed, effect]) => [`  # ${effect}`, `  ${typed}`]);
  return ['Examples:', ...lines].join('\n');
}

/** What each exit code means. */
export const EXIT_CODES: readonly (readonly [number | string, string])[] = [
  [0, 'done; of run, rerun: the run succeeded'],
  [1, 'of doctor: something is missing; of run, rerun: the run failed'],
  [
    2,
    'bad input, or a plan that cannot run: the sentence on stderr says what to change'
  ],
  [3, 'a fault of jkf itself'],
  ['…', 'of run, rerun: the exit code of the first rank that failed'],
  [130, 'the run was cancelled, by Ctrl-C or from elsewhere'],
  ['129, 143', 'jkf was ended by SIGHUP or SIGTERM; the run goes on']
];

/** The environment variables that jkf reads. */
export const VARIABLES: readonly (readonly [string, string])[] = [
  [
    'JKF_HOME',
    'folder for runs and caches (default: $XDG_DATA_HOME/jupyterlab-kubeflow, else ~/.local/share/jupyterlab-kubeflow)'
  ],
  [
    'JKF_PORTS',
    'ports that ranks may meet at, e.g. 20000-20100 (default: any free ones)'
  ],
  ['JKF_DEBUG', '1: unexpected errors show their stack'],
  ['NO_COLOR', 'any value: no colours'],
  ['FORCE_COLOR', '1: colours even in pipes; 0: none'],
  ['JUPYTER_PATH', 'more folders to look for kernels in, as Jupyter does'],
  ['KUBECONFIG', 'kubeconfigs, as kubectl reads them (default: ~/.kube/config)'],
  [
    'JKF_ADMIN_NAMESPACE',
    'namespace in which an administrator publishes images and facts about the cluster (default: jupyterlab-kubeflow)'
  ],
  [
    'JKF_PUSH',
    'repository that images with the code are pushed to, unless they are delivered inline'
  ],
  ['JKF_PULL_HOST', 'registry as nodes call it, where that is another name'],
  ['JKF_PULL_SECRET', 'Secret that pods pull such images with'],
  ['JKF_PLAIN_HTTP', 'registries that are asked without TLS, comma between'],
  [
    'JKF_TRUST_HOSTS',
    'hosts of our own network that registries may send us to, e.g. for tokens'
  ],
  ['JKF_CA_FILE', 'certificates (PEM) that registries are trusted by, too'],
  [
    'JKF_IMAGE',
    'image of the notebook server that jkf runs in, which runs use too (default: $JUPYTER_IMAGE)'
  ],
  [
    'DOCKER_CONFIG',
    'folder with the config.json that has logins of registries (default: ~/.docker)'
  ],
  [
    'REGISTRY_AUTH_FILE',
    'file with logins of registries, as podman and skopeo write it; looked at first'
  ],
  [
    'SOURCE_DATE_EPOCH',
    'time of images and their files, in seconds since 1970 (default: 0)'
  ]
];

/** The end of `jkf --help`. */
export function rootHelp(columns: number): string {
  return [
    '',
    'Examples:',
    '  # see what would happen: files, packages, parameters, checks',
    '  jkf plan train.ipynb --ranks 3',
    '  # run it on this computer and watch it',
    '  jkf run train.ipynb --ranks 3 --param epochs=5',
    '  # what ran, and what came out',
    '  jkf runs list',
    '  jkf runs show last',
    '',
    'Exit codes:',
    ...rows(EXIT_CODES, columns),
    '',
    'Environment:',
    ...rows(VARIABLES, columns)
  ].join('\n');
}

function rows(
  pairs: readonly (readonly [number | string, string])[],
  columns: number
): string[] {
  const left = Math.max(...pairs.map(([name]) => String(name).length)) + 4;
  return pairs.flatMap(([name, text]) =>
    wrap(text, columns - left).map((line, i) =>
      pad(i === 0 ? `  ${String(name)}` : '', left).concat(line)
    )
  );
}
