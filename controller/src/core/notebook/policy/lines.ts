/** Handlers of line magics, for the rows of the table. */
import { problem, reason } from '@jupyterlab-kubeflow/protocol';
import { scanCell } from '../ipython/scan.js';
import { pyString } from './literal.js';
import { splitOptions } from './options.js';
import { pythonForm } from './python-form.js';
import {
  drop,
  helperCall,
  refuse,
  refuseOption,
  type CodePlace,
  type Helper,
  type LineRow,
  type LineUse,
  type Treatment
} from './treatment.js';
import { shellWords } from './words.js';

/** Leaves it out: it only concerns the session. */
export const sessionOnly: LineRow = use =>
  drop(reason('session-only', { rule: use.rule }), use);

/** Leaves it out: it only shows something. */
export const displayOnly: LineRow = use =>
  drop(reason('display-only', { rule: use.rule }), use);

/** `%matplotlib inline`: the run draws without a screen anyway. */
export const plots: LineRow = use => drop(reason('plots-saved', {}), use);

/** Refuses: it waits for a person. */
export const interactive: LineRow = use => refuse('magic-interactive', use.rule);

/** Refuses: its meaning lies in the session. */
export const sessionBound: LineRow = use => refuse('magic-session', use.rule);

/** Calls a helper with the line as it is; the helper expands names and reads it. */
export function call(
  helper: Helper,
  why: 'directory-changed' | 'environment-variable'
): LineRow {
  return use => ({
    outcome: 'translate',
    reason: reason(why, {}),
    code: helperCall(helper, pyString(use.args))
  });
}

/** Whether there is no code, or only a comment. */
const isIdle = (text: string): boolean => /^\s*(?:#|$)/.test(text);

/** Keeps the statement behind the options `spec` describes. */
export function statement(spec: string, refused: readonly string[] = []): LineRow {
  return use => {
    const { values, rest } = splitOptions(use.args, spec, ['no-raise-error']);
    const option = refused.find(name => values.has(name));
    if (option !== undefined) return refuseOption(use.rule, `-${option}`);
    return isIdle(rest)
      ? drop(reason('session-only', { rule: use.rule }), use)
      : keepStatement(use, rest, 'timing-kept');
  };
}

/** Keeps the statement a profiler would measure. */
export function profiled(spec: string): LineRow {
  return use => {
    const { rest } = splitOptions(use.args, spec);
    return isIdle(rest)
      ? drop(reason('profiler-alone', { rule: use.rule }), use)
      : keepStatement(use, rest, 'profile-kept');
  };
}

function keepStatement(
  use: LineUse,
  text: string,
  why: 'timing-kept' | 'profile-kept'
): Treatment {
  const code = text.trim();
  const nested = scanCell(code);
  const [construct] = nested.constructs;
  if (construct?.column === 0) return use.treat(construct.command, use.value);
  const form = construct || nested.cellMagic ? undefined : pythonForm(code);
  if (!form) return refuse('magic-statement', use.rule);
  if (use.value && form === 'statement') return refuse('magic-no-value', use.rule);
  return {
    outcome: 'keep',
    reason: reason(why, { rule: use.rule }),
    code: { text: () => (use.value ? `(${code})` : code), form, helpers: [] }
  };
}

/** `%run [options] script.py args`: the script is shipped, the helper reads the line. */
export const runFile: LineRow = use => {
  const { values, rest } = splitOptions(use.args, 'nidtpGN:bs:l:rT:D:me');
  if (values.has('d')) return refuseOption(use.rule, '-d');
  const [file] = shellWords(rest);
  if (file === undefined) return lacks(use, 'the file to run');
  if (/\.ipynb$/i.test(file)) return refuse('run-notebook', use.rule);
  // What the script defines goes to the module's names, wherever the line stands.
  const text = ({ name }: CodePlace): string =>
    `${name('run_file')}(${pyString(use.args)}, globals())`;
  const code = { text, form: 'expression', helpers: ['run_file'] } as const;
  if (use.value) return refuse('magic-no-value', use.rule);
  if (values.has('m')) {
    return { outcome: 'translate', reason: reason('module-run', {}), code };
  }
  const path = /\.py$/i.test(file) ? file : `${file}.py`;
  return {
    outcome: 'translate',
    reason: reason('magic-runs-file', { path }),
    code,
    ...(/[${]/.test(path) ? {} : { ships: path })
  };
};

/** Refuses a line that lacks an argument. */
export function lacks(use: { readonly rule: string }, detail: string): Treatment {
  const { rule } = use;
  return {
    outcome: 'refuse',
    reason: reason('construct-refused', { rule }),
    refusal: (cell, line) =>
      problem('magic-argument', { rule, detail, cell, line }, { cell, line })
  };
}

/** `%pwd`: of use only for its value. */
export const workingFolder: LineRow = use =>
  use.value
    ? {
        outcome: 'translate',
        reason: reason('directory-read', {}),
        code: {
          text: () => `__import__('os').getcwd()`,
          form: 'expression',
          helpers: []
        }
      }
    : displayOnly(use);
