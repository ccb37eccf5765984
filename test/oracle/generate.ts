/**
 * Notebooks as people write them, and a little worse: Python and IPython syntax nested
 * in blocks, magics inside strings, continuation lines, prompts, and now and then a
 * character too many or too few.
 */
import fc from 'fast-check';
import type { Cell } from '../notebooks.js';

type Text = fc.Arbitrary<string>;

const name = fc.constantFrom('x', 'total', 'größe', '名前', '_', 'df', 'ls');

/** Text that must not be taken for a magic where it stands. */
const quoted = fc.constantFrom(
  '%cd nowhere',
  '!rm -rf x',
  '%%bash',
  'what?',
  'a # b',
  "it's",
  'ünï → 名'
);

const string: Text = fc.oneof(
  quoted.map(text => JSON.stringify(text)),
  quoted.map(text => `r'${text.replaceAll("'", '')}'`),
  fc.tuple(quoted, quoted).map(([a, b]) => `"""\n${a}\n  ${b}\n"""`),
  fc.tuple(quoted, name).map(([a, b]) => `f'''${a.replaceAll("'", '')} {${b}!r}'''`)
);

/** Continued lines: what looks like a magic or a command is an operator. */
const continued: Text = fc.constantFrom(
  '(10\n  % 3)',
  '[1,\n%s\n]'.replace('%s', '2'),
  '10 \\\n  % 3',
  "'%d' \\\n% 5",
  '(a\n!= b)',
  '{1: 2,  # !ls\n\n 3: 4}'
);

const expression: Text = fc.oneof(
  fc.integer({ min: -9, max: 99 }).map(String),
  name,
  string,
  continued,
  fc.constantFrom(
    'f(1, *a)',
    'x % 2',
    'a if b else c',
    'lambda: 0',
    'x != y',
    'x.y[0]',
    '...'
  ),
  fc.tuple(name, name).map(([f, x]) => `${f}(${x})`)
);

const plain: Text = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, expression).map(([x, e]) => `${x} = ${e}`) },
  { weight: 3, arbitrary: expression },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'import os, sys',
      'from math import (\n    pi,\n    e)',
      'pass',
      'del x',
      '# comment: %time !x y?',
      'x: int = 1',
      'a, (b, *c) = 1, [2]',
      'print(x); y = 2',
      'print(1, end="") ;',
      'x += 1',
      'assert x, "!"',
      'display(x)',
      'await f(x)',
      'global_x = 1 # 100%',
      'x=1;'
    )
  }
);

const words = fc.constantFrom(
  '',
  ' -l',
  ' {x} $y',
  ' "a b"',
  ' x=1',
  " it's",
  ' # no comment',
  ' f(x)',
  ' a \\\n  b',
  ' 名',
  ' ?',
  ' ;'
);

const magicName = fc.constantFrom(
  'time',
  'timeit',
  'cd',
  'env',
  'run',
  'matplotlib',
  'load_ext',
  'autoreload',
  'pip',
  'conda',
  'config',
  'debug',
  'who',
  'nosuchmagic'
);

const shell = fc
  .tuple(fc.constantFrom('ls', 'echo', 'pip install', 'cat', 'cd'), words)
  .map(([command, rest]) => command + rest);

const special: Text = fc.oneof(
  fc.tuple(magicName, words).map(([m, w]) => `%${m}${w}`),
  shell.map(command => `!${command}`),
  shell.map(command => `!!${command}`),
  fc.tuple(name, magicName, words).map(([x, m, w]) => `${x} = %${m}${w}`),
  fc.tuple(name, shell).map(([x, command]) => `${x} = !${command}`),
  shell.map(command => `a, b = !${command}`),
  fc
    .tuple(fc.constantFrom('x', 'x.y', '%time', 'f?', 'os.*', 'x[0]'), name)
    .chain(([target, other]) =>
      fc.constantFrom(`${target}?`, `${target}??`, `?${target}`, `y = ${other}?`)
    ),
  fc.constantFrom(',f a b', ';f a b', '/f a b', '% time x', '%', '!', '?', '??'),
  fc.constantFrom(
    'x = y = !ls',
    'x: list = !ls',
    'x[0] = %time y',
    'x.y = !ls',
    'x = \\\n  !ls',
    'x += !ls',
    'x = f(a=1) == 2',
    'x = !',
    'x = %',
    '%time x = !ls',
    '!ls?',
    '!ls -l ??',
    '%%time',
    'if x: !ls',
    'x = 1; !ls',
    '@f\ndef g(): pass',
    'match x:\n    case 1: pass\n    case _: !ls'
  )
);

const statement: Text = fc.oneof(
  { weight: 5, arbitrary: plain },
  { weight: 3, arbitrary: special },
  { weight: 1, arbitrary: fc.constant('') }
);

const header = fc.constantFrom(
  'if x:',
  'for i in range(3):',
  'while False:',
  'def f(a, b=1):',
  'async def g():',
  'class C:',
  'with open(x) as h:',
  'try:',
  'if (a\n  % b):'
);

/** Indents the first line of each statement; lines inside brackets and strings stay. */
function block(head: string, indent: string, body: readonly string[]): string {
  const lines = (body.length > 0 ? body : ['pass']).map(text => indent + text);
  const tail = head === 'try:' ? ['finally:', `${indent}pass`] : [];
  return [head, ...lines, ...tail].join('\n');
}

const { statements } = fc.letrec<{ statements: string; nested: string }>(tie => ({
  nested: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    statement,
    fc
      .tuple(
        header,
        fc.constantFrom('  ', '    ', '\t'),
        fc.array(tie('nested'), { minLength: 1, maxLength: 3 })
      )
      .map(([head, indent, body]) =>
        block(
          head,
          indent,
          body.map(text => reindent(text, indent))
        )
      )
  ),
  statements: fc
    .array(tie('nested'), { minLength: 0, maxLength: 5 })
    .map(list => list.join('\n'))
}));

/** Deepens the lines of a nested block, so that it stays a block. */
function reindent(text: string, indent: string): string {
  return /^\S.*:\n/.test(text) ? text.replaceAll('\n', `\n${indent}`) : text;
}

const cellMagic: Text = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('time', 'timeit', 'capture out', 'bash', 'sh', 'script bash'),
      statements
    ),
    fc.tuple(
      fc.constantFrom(
        'writefile a.py',
        'file b.py',
        'html',
        'nosuch',
        'javascript',
        'prun'
      ),
      statements
    )
  )
  .map(([head, body]) => `%%${head}\n${body}`);

const prompts = (text: string): string =>
  text
    .split('\n')
    .map((line, i) => (i === 0 ? `>>> ${line}` : `... ${line}`))
    .join('\n');

const numbered = (text: string): string =>
  text
    .split('\n')
    .map((line, i) => (i === 0 ? `In [7]: ${line}` : `   ...: ${line}`))
    .join('\n');

/** Source without accidents. */
const tidy: Text = fc.oneof(
  { weight: 8, arbitrary: statements },
  { weight: 2, arbitrary: cellMagic },
  { weight: 1, arbitrary: statements.map(text => `\n\n${text}\n`) },
  {
    weight: 1,
    arbitrary: statements.map(text => `  ${text.replaceAll('\n', '\n  ')}`)
  },
  { weight: 1, arbitrary: fc.constantFrom(prompts, numbered).chain(p => plain.map(p)) },
  { weight: 1, arbitrary: special.map(numbered) }
);

/** One character lost or put in somewhere. */
const damaged: Text = fc
  .tuple(
    tidy,
    fc.nat(),
    fc.constantFrom('', '(', ')', '"', "'", '\\', '%', '!', '?', ':')
  )
  .map(([text, at, insert]) => {
    const i = at % (text.length + 1);
    return text.slice(0, i) + insert + text.slice(insert === '' ? i + 1 : i);
  });

const tags = fc.oneof(
  { weight: 9, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(['parameters'], ['skip'], ['raises-exception'], ['odd'])
  }
);

/** A code cell as somebody wrote it. */
export const tidyCell: fc.Arbitrary<Cell> = fc.record({ source: tidy, tags });

/** A code cell in which a character went wrong: anything but a crash is right. */
export const damagedCell: fc.Arbitrary<Cell> = fc.record({ source: damaged, tags });

/** The code cells of a notebook. */
export const generatedCells: fc.Arbitrary<Cell[]> = fc.array(
  fc.oneof({ weight: 8, arbitrary: tidyCell }, { weight: 1, arbitrary: damagedCell }),
  {
    minLength: 1,
    maxLength: 6
  }
);
