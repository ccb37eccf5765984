/** Commands as the user can type them again: how jkf was started, and its options. */
import { CLUSTER_OPTIONS, INPUT } from '@jupyterlab-kubeflow/protocol';
import { secretNames } from '../../core/kubernetes/patch/secrets.js';
import { isSecret } from '../../core/plan/checks.js';
import { addressIn } from '../../core/plan/input-address.js';
import type { ClusterFlags } from '../cluster-options.js';
import type { PlanFlags } from '../options.js';
import { parsePatch } from '../parse-cluster.js';

const COMMAND = /(^|[:;] )jkf (?=(?:convert|doctor|image|plan|runs?|targets) )/g;

/** A hint's command, called the way this program was: `npm run jkf -- runs list`. */
export function typed(text: string, program: string): string {
  return text.replace(COMMAND, `$1${program} `);
}

type Flags = PlanFlags & ClusterFlags;

const OPTIONS: Readonly<Record<keyof Flags, string>> = {
  mode: '--mode',
  function: '--function',
  ranks: '--ranks',
  replicas: '--replicas',
  framework: '--framework',
  param: '-p',
  include: '-i',
  exclude: '-x',
  input: '--input',
  env: '-e',
  kernel: '--kernel',
  python: '--python',
  name: '--name',
  diskLimit: '--disk-limit',
  ...CLUSTER_OPTIONS
};

/** What stood behind `jkf plan` or `jkf run`, as far as it makes the plan. */
export function planWords(file: string, args: readonly string[], flags: Flags): string {
  const options = Object.entries(OPTIONS).flatMap(([name, option]) =>
    [flags[name as keyof Flags] ?? []].flat().flatMap(value => words(option, value))
  );
  const rest = args.length > 0 ? ['--', ...args.map(quoted)] : [];
  return [quoted(file), ...options, ...rest].join(' ');
}

function words(option: string, value: string | boolean): string[] {
  if (typeof value === 'boolean') return value ? [option] : [];
  return [option, quoted(MASKS[option]?.(value) ?? value)];
}

/** A secret is not said again: what is printed may be kept. */
const MASKS: Readonly<Record<string, (value: string) => string>> = {
  '-e': masked,
  '--input': maskedAddress,
  [CLUSTER_OPTIONS.patch]: text =>
    secretNames(parsePatch(text)).length > 0 ? '…' : text
};

function masked(pair: string): string {
  const [name = '', ...rest] = pair.split('=');
  return isSecret(name, rest.join('=')) ? `${name}=…` : pair;
}

/** Without what shows that somebody may. */
function maskedAddress(text: string): string {
  const input = INPUT.read(text);
  return input ? INPUT.write({ ...input, url: addressIn(input.url) }) : text;
}

/** As a POSIX shell reads one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
