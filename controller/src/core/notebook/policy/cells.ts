/** Handlers of cell magics, for the rows of the table. */
import { reason, type Message } from '@jupyterlab-kubeflow/protocol';
import { lacks } from './lines.js';
import { pyString } from './literal.js';
import { splitOptions } from './options.js';
import {
  refuse,
  refuseOption,
  type CellRow,
  type CellTreatment,
  type CellUse,
  type CodePlace,
  type Treatment
} from './treatment.js';
import { shellWords } from './words.js';

const COMMENT = { body: { kind: 'comment' } } as const;

/** `%%time`, `%%timeit`, profilers: the cell runs once. */
export function timed(spec: string, refused: readonly string[] = []): CellRow {
  return use => {
    const { values, rest } = splitOptions(use.args, spec, ['no-raise-error']);
    const option = refused.find(name => values.has(name));
    if (option !== undefined)
      return { ...refuseOption(use.rule, `-${option}`), ...COMMENT };
    return {
      outcome: 'keep',
      reason: reason('timing-kept', { rule: use.rule }),
      body: rest.trim() === '' ? { kind: 'code' } : { kind: 'code', setup: rest.trim() }
    };
  };
}

/** `%%capture [--no-stderr] [name]`: the cell runs, its output is not held back. */
export const capture: CellRow = use => {
  const long = ['no-stderr', 'no-stdout', 'no-display'];
  const name = splitOptions(use.args, '', long).rest.trim();
  return {
    outcome: 'keep',
    reason: reason('capture-kept', {}),
    body: { kind: 'code' },
    ...(name === '' ? {} : { captures: name })
  };
};

/** `%%writefile [-a] path`: writes when the cell is reached. */
export const writeFile: CellRow = use => {
  const { values, rest } = splitOptions(use.args, 'a', ['append']);
  const [path] = shellWords(rest);
  if (path === undefined) return { ...lacks(use, 'the path of the file'), ...COMMENT };
  const append = values.has('a') || values.has('append');
  const open = ({ name }: CodePlace): string =>
    `${name('write_file')}(${pyString(path)}, `;
  const close = ({ scope }: CodePlace): string =>
    `, ${scope}${append ? ', append=True' : ''})`;
  return {
    outcome: 'translate',
    reason: reason('magic-writes-file', { path }),
    body: { kind: 'text', call: { open, close, helpers: ['write_file'] } },
    ...(/[${]/.test(path) ? {} : { writes: path })
  };
};

/** `%%bash` and other programs that read a script from standard input. */
export function program(name: string): CellRow {
  return use => scriptCell(use, name, use.args);
}

/** `%%script program args`: any program. */
export const anyProgram: CellRow = use => {
  const { rest } = scriptOptions(use.args);
  if (rest.trim() === '') return { ...lacks(use, 'the program to run'), ...COMMENT };
  return scriptCell(use, '', use.args);
};

/** Options stand anywhere among the program's own arguments. */
const SCRIPT_OPTION =
  /(?<!\S)--(bg|no-raise-error|(?:out|err|proc)(?:=|\s+)\S*)(?!\S)/g;

function scriptOptions(args: string): { values: Map<string, string>; rest: string } {
  const values = new Map<string, string>();
  for (const [, option = ''] of args.matchAll(SCRIPT_OPTION)) {
    const [name = '', value = ''] = option.split(/=|\s+/, 2);
    values.set(name, value);
  }
  return { values, rest: args.replace(SCRIPT_OPTION, '').replace(/\s+/g, ' ') };
}

function scriptCell(use: CellUse, name: string, args: string): CellTreatment {
  const { values, rest } = scriptOptions(args);
  if (values.has('bg')) return { ...refuse('shell-background', use.rule), ...COMMENT };
  if (values.has('proc')) return { ...refuseOption(use.rule, '--proc'), ...COMMENT };
  const command = [name, rest.trim()].filter(text => text !== '').join(' ');
  const targets = ['out', 'err'].filter(key => values.has(key));
  const names = targets.map(key => values.get(key) ?? '');
  if (names.some(text => !/^[A-Za-z_]\w*$/.test(text))) {
    return { ...lacks(use, 'a name for the output'), ...COMMENT };
  }
  const options = [
    ...targets.map(key => `, ${key}=True`),
    values.has('no-raise-error') ? ', no_raise=True' : ''
  ].join('');
  const binding = names.length > 0 ? `${names.join(', ')} = ` : '';
  const open = (place: CodePlace): string =>
    `${binding}${place.name('script')}(${pyString(command)}, `;
  const close = ({ scope }: CodePlace): string => `, ${scope}${options})`;
  return {
    outcome: 'translate',
    reason: reason('script-run', { program: command }),
    body: { kind: 'text', call: { open, close, helpers: ['script'] } }
  };
}

/** `%%sx [--out name]`: the cell as one shell command, its output as a list of lines. */
export const shellCell: CellRow = use => {
  const name = splitOptions(use.args, '', ['out=']).values.get('out');
  if (name !== undefined && !/^[A-Za-z_]\w*$/.test(name)) {
    return { ...lacks(use, 'a name for the output'), ...COMMENT };
  }
  const target = name === undefined ? '' : `${name} = `;
  const open = (place: CodePlace): string => `${target}${place.name('sh_lines')}(`;
  const close = ({ scope }: CodePlace): string => `, ${scope})`;
  return {
    outcome: 'translate',
    reason: reason('shell-captured', {}),
    body: { kind: 'text', call: { open, close, helpers: ['sh_lines'] } }
  };
};

function commentedOut(why: Message): CellTreatment {
  return { outcome: 'drop', reason: why, ...COMMENT };
}

/** `%%html` and its kin only show something. */
export const shown: CellRow = use =>
  commentedOut(reason('display-only', { rule: use.rule }));

/** A cell in a language that a run cannot execute. */
export const otherLanguage: CellRow = use => ({
  ...refuse('magic-language', use.rule),
  ...COMMENT
});

/** A cell magic that lives in the session. */
export const cellSession: CellRow = use => ({
  ...refuse('magic-session', use.rule),
  ...COMMENT
});

/** Refused, its lines as comments. */
export function refusedCell(treatment: Treatment): CellTreatment {
  return { ...treatment, ...COMMENT };
}
