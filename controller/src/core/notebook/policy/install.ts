/**
 * Commands that install packages: pip, uv, conda and their kin give requirements,
 * the system's package managers are left out with a note.
 */
import { shellWords } from './words.js';

/** What an install command asks for. */
export type Install =
  /** Python distributions; `unclear` when a name is known only at run time. */
  | {
      readonly kind: 'packages';
      readonly texts: readonly string[];
      readonly unclear: boolean;
    }
  /** Packages of the operating system. */
  | { readonly kind: 'system'; readonly tool: string; readonly packages: string }
  /** Looks at or removes packages; nothing to do in a run. */
  | { readonly kind: 'other'; readonly tool: string };

const SYSTEM_TOOLS = new Set(
  ['apt', 'apt-get', 'aptitude', 'dpkg', 'yum', 'dnf', 'apk', 'brew', 'zypper'] // prettier-ignore
);
const CONDA_TOOLS = new Set(['conda', 'mamba', 'micromamba']);
/** Options of pip and conda that take the next word as their value. */
const VALUED = new Set([
  ...['-i', '--index-url', '--extra-index-url', '-f', '--find-links', '-c'],
  ...['--constraint', '-t', '--target', '--prefix', '--root', '--trusted-host'],
  ...['--proxy', '--timeout', '--retries', '--cert', '--cache-dir', '--src', '--log'],
  ...['--platform', '--python-version', '--abi', '--implementation', '--no-binary'],
  ...['--only-binary', '--upgrade-strategy', '--progress-bar', '--root-user-action'],
  ...[
    '--python',
    '-p',
    '--global-option',
    '--config-settings',
    '-C',
    '--exists-action'
  ],
  ...['-n', '--name', '--channel', '--solver', '--index', '--default-index']
]);

/** Reads one shell command; `undefined` when it installs nothing. */
export function readInstall(command: string): Install | undefined {
  const [tool = '', ...args] = withoutPrefix(shellWords(command));
  const program = tool.slice(tool.lastIndexOf('/') + 1);
  if (isPython(program)) {
    return args[0] === '-m' ? byTool(args[1] ?? '', args.slice(2)) : undefined;
  }
  return byTool(program, args);
}

/** Reads the arguments of a tool: those of `%pip` and `%conda`, too. */
export function byTool(tool: string, args: readonly string[]): Install | undefined {
  if (SYSTEM_TOOLS.has(tool)) return systemInstall(tool, args);
  if (/^pip[\d.]*$/.test(tool)) return pipInstall('pip', args);
  if (tool === 'uv') return uvInstall(args);
  return CONDA_TOOLS.has(tool) ? condaInstall(tool, args) : undefined;
}

function isPython(program: string): boolean {
  return /^(?:python[\d.]*|\{sys\.executable\}|\$\{?PYTHON\}?)$/.test(program);
}

/** Drops `sudo`, its flags, and variables set for the command. */
function withoutPrefix(words: readonly string[]): readonly string[] {
  let at = 0;
  while (/^[A-Za-z_]\w*=/.test(words[at] ?? '')) at++;
  if (words[at] !== 'sudo') return words.slice(at);
  at++;
  while (/^(?:-|[A-Za-z_]\w*=)/.test(words[at] ?? '')) at++;
  return words.slice(at);
}

function systemInstall(tool: string, args: readonly string[]): Install {
  const names = args.filter(arg => !arg.startsWith('-') && !isRedirect(arg));
  return { kind: 'system', tool, packages: names.join(' ') };
}

function uvInstall(args: readonly string[]): Install | undefined {
  if (args[0] === 'add') return pipInstall('uv', ['install', ...args.slice(1)]);
  return args[0] === 'pip' ? pipInstall('uv', args.slice(1)) : undefined;
}

function pipInstall(tool: string, args: readonly string[]): Install {
  const at = args.findIndex(arg => !arg.startsWith('-'));
  if (args[at] !== 'install') return { kind: 'other', tool };
  return packages(positional(args.slice(at + 1)));
}

function condaInstall(tool: string, args: readonly string[]): Install {
  const at = args.findIndex(arg => !arg.startsWith('-'));
  const envInstall = args[at] === 'env';
  if (args[at] !== 'install' || envInstall) return { kind: 'other', tool };
  const specs = positional(args.slice(at + 1)).map(fromCondaSpec);
  return packages(specs.filter(spec => !/^(?:python|pip)(?:[=<>!~ ]|$)/.test(spec)));
}

function packages(texts: readonly string[]): Install {
  const unclear = texts.some(text => /[${}`*]/.test(text.replace(/==[\w.]*\.\*/g, '')));
  return { kind: 'packages', texts, unclear };
}

/** What is left without options and redirections; `-r FILE` and `-e PATH` stay. */
function positional(args: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const file = fileOption(arg, args[at + 1]);
    if (file !== undefined) found.push(file);
    else if (isVersion(arg)) found.push(`${found.pop() ?? ''}${arg}`);
    else if (!arg.startsWith('-') && !isRedirect(arg)) joinOrPush(found, arg);
    if (takesNext(arg)) at++;
  }
  return found;
}

/** `torch == 2.1` arrives as three words. */
function joinOrPush(found: string[], arg: string): void {
  const last = found.at(-1) ?? '';
  if (/(?:[=<>!~]=|[<>])$/.test(last)) found[found.length - 1] = last + arg;
  else found.push(arg);
}

function isVersion(arg: string): boolean {
  return /^(?:[=<>!~]=)/.test(arg);
}

function fileOption(arg: string, next: string | undefined): string | undefined {
  const attached =
    /^(?:--(requirement|editable|requirements)=|-([re])(?=[^-\s]))(.+)$/.exec(arg);
  if (attached)
    return `-${(attached[1] ?? attached[2] ?? '').slice(0, 1)} ${attached[3] ?? ''}`;
  const letter = /^(?:-([re])|--(requirement|requirements|editable))$/.exec(arg);
  if (!letter || next === undefined) return undefined;
  return `-${(letter[1] ?? letter[2] ?? '').slice(0, 1)} ${next}`;
}

function takesNext(arg: string): boolean {
  return (
    VALUED.has(arg) ||
    /^(?:-[re]|--(?:requirements?|editable|file)|\d?>{1,2}|&>{1,2}|<)$/.test(arg)
  );
}

function isRedirect(arg: string): boolean {
  return /^(?:\d?>|&>|<)/.test(arg) && !isVersion(arg);
}

/** `conda-forge::foo=1.2=build` → `foo==1.2.*`. */
function fromCondaSpec(spec: string): string {
  const plain = spec.slice(spec.lastIndexOf(':') + 1);
  const exact = /^([\w.-]+)=([\w.*]+)(?:=[\w.*]+)?$/.exec(plain);
  if (!exact) return plain;
  const [, name = '', version = ''] = exact;
  return `${name}==${version.replace(/\.?\*$/, '')}.*`;
}
