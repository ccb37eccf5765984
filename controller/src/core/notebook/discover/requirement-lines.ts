/** Lines as `pip install` and `requirements.txt` have them, and PEP 723 blocks. */
import { normalName } from './distributions.js';

export type RequirementLine =
  /** `name[extra]>=1; marker`. */
  | {
      readonly kind: 'package';
      readonly name: string;
      readonly text: string;
      readonly specifier: string;
      readonly marker: boolean;
    }
  /** A URL, a path or `-e`: installed as it is. */
  | { readonly kind: 'direct'; readonly name: string; readonly text: string }
  /** `-r other.txt`. */
  | { readonly kind: 'include'; readonly path: string }
  /** An option of pip, e.g. `--index-url`; it names no package. */
  | { readonly kind: 'option'; readonly text: string };

/** Lines of a requirements file: comments and hashes gone, continuations joined. */
export function requirementLines(text: string): RequirementLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .flatMap(line => readRequirement(line) ?? []);
}

/** Reads one requirement; `undefined` for an empty line or a comment. */
export function readRequirement(line: string): RequirementLine | undefined {
  const text = line
    .replace(/(?:^|\s)#.*$/, '')
    .replace(/\s--hash[= ]\S+/g, '')
    .trim();
  if (text === '') return undefined;
  const include = /^(?:-r|--requirement)[= ]?\s*(\S.*)$/.exec(text);
  if (include?.[1]) return { kind: 'include', path: include[1] };
  const editable = /^(?:-e|--editable)[= ]?\s*(\S.*)$/.exec(text);
  if (editable?.[1]) return direct(editable[1], text);
  if (text.startsWith('-')) return { kind: 'option', text };
  return packageLine(text) ?? direct(text, text);
}

function packageLine(text: string): RequirementLine | undefined {
  const match =
    /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(@\s*\S+|\(?[^;@()]*\)?)\s*(;.*)?$/.exec(
      text
    );
  const [, name = '', , rest = '', marker] = match ?? [];
  const specifier = rest.replace(/[()]/g, '').trim();
  if (!match || /\.(?:whl|zip|tar\.gz)$/.test(text) || name === '') return undefined;
  if (specifier.startsWith('@'))
    return { kind: 'direct', name: normalName(name), text };
  if (specifier !== '' && !/^[=!<>~]/.test(specifier)) return undefined;
  return {
    kind: 'package',
    name: normalName(name),
    text: text.replace(/\s*([=!<>~]=?=?|,)\s*/g, '$1'),
    specifier,
    marker: marker !== undefined
  };
}

/** The name is in `#egg=`, or is the last part of the address without its ending. */
function direct(target: string, text: string): RequirementLine {
  const egg = /#(?:.*&)?egg=([\w.-]+)/.exec(target)?.[1];
  const last =
    target
      .replace(/[#?@].*$|\/+$/g, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  const wheel = /^([\w.]+)-\d.*\.(?:whl|zip|tar\.gz)$/.exec(last)?.[1];
  const name = egg ?? wheel ?? last.replace(/\.git$/, '');
  return {
    kind: 'direct',
    name: /\w/.test(name) ? normalName(name) : name || '.',
    text
  };
}

/** Dependencies of the PEP 723 block in a file or cell; empty when there is none. */
export function scriptDependencies(code: string): string[] {
  const block = /^# \/\/\/ script$\n((?:^#(?: .*)?$\n)*?)^# \/\/\/$/m.exec(code)?.[1];
  const toml = block?.replace(/^# ?/gm, '') ?? '';
  const start = /^dependencies\s*=\s*\[/m.exec(toml);
  if (!start) return [];
  const found: string[] = [];
  const token = /"((?:[^"\\]|\\.)*)"|'([^']*)'|#.*|\]/g;
  token.lastIndex = start.index + start[0].length;
  for (let match = token.exec(toml); match; match = token.exec(toml)) {
    if (match[0] === ']') break;
    const text = match[1]?.replace(/\\(.)/g, '$1') ?? match[2];
    if (text !== undefined) found.push(text);
  }
  return found;
}
