import { describe, expect, it } from 'vitest';
import { scanCell, type Command } from './scan.js';

/** `line:column kind content`, with `=` behind the kind of an assignment's value. */
function scanned(source: string): string[] {
  return scanCell(source).constructs.map(({ command, line, column, assigned }) =>
    [`${String(line + 1)}:${String(column)}`, kind(command) + (assigned ? '=' : '')]
      .concat(content(command))
      .join(' ')
  );
}

function kind(command: Command): string {
  if (command.kind === 'shell') return command.capture ? '!!' : '!';
  return { magic: '%', help: '?', autocall: 'call' }[command.kind];
}

function content(command: Command): string {
  switch (command.kind) {
    case 'magic':
      return `${command.name}|${command.args}`;
    case 'shell':
      return command.command;
    case 'help':
      return command.target;
    case 'autocall':
      return command.call;
  }
}

describe('constructs at the start of a logical line', () => {
  it.each([
    ['%time f(x)', ['1:0 % time|f(x)']],
    ['!ls -la', ['1:0 ! ls -la']],
    ['!!ls', ['1:0 !! ls']],
    ['?print', ['1:0 ? print']],
    ['??print', ['1:0 ? print']],
    [',f a b', ['1:0 call f("a", "b")']],
    [';f a b', ['1:0 call f("a b")']],
    ['/f a b', ['1:0 call f(a, b)']],
    ['if x:\n    !ls {x}', ['2:4 ! ls {x}']],
    ['a = 1\n%cd ..\n!ls', ['2:0 % cd|..', '3:0 ! ls']],
    ['!a \\\n  b \\\n c\n!d', ['1:0 ! a    b   c', '4:0 ! d']],
    ['!echo "never closed (\n%pwd', ['1:0 ! echo "never closed (', '2:0 % pwd|']],
    ['a = 1\n%%time', ['2:0 % %time|']]
  ])('%j', (source, expected) => {
    expect(scanned(source)).toEqual(expected);
  });
});

describe('constructs right of an assignment', () => {
  it.each([
    ['x = !ls $y', ['1:4 !!= ls $y']],
    ['x=%pwd', ['1:2 %= pwd|']],
    ['x: list = !ls', ['1:10 !!= ls']],
    ['x[f(a=1)] = !ls', ['1:12 !!= ls']],
    ['for i in y: x = %time i', ['1:16 %= time|i']],
    ['x = \\\n  !ls', ['2:2 !!= ls']],
    ['x = y = !ls', []],
    ['x == y', []],
    ['x != !y', []],
    ['f(a=!ls)', []]
  ])('%j', (source, expected) => {
    expect(scanned(source)).toEqual(expected);
  });
});

describe('help at the end of a logical line', () => {
  it.each([
    ['print?', ['1:0 ? print']],
    ['a.b[0]??', ['1:0 ? a.b[0]']],
    ['%time?', ['1:0 ? %time']],
    ['*int*?', ['1:0 ? *int*']],
    ['x = foo?', ['1:0 ? foo']],
    ['%%time?', ['1:0 ? %%time']],
    ['f()?', []],
    ['# really?', []],
    ['"really?"', []]
  ])('%j', (source, expected) => {
    expect(scanned(source)).toEqual(expected);
  });
});

describe('what is Python is left alone', () => {
  it.each([
    '"""\n%matplotlib inline\n!ls\n"""',
    "s = '''\n!ls'''",
    'x = (1,\n%foo,\n)',
    'x = a \\\n  % b',
    'd = {\n  "k":\n  !v\n}',
    '# !ls',
    'f"{x!r}"',
    'f"""\n%s {\n!y}"""',
    'x = 5 % 3',
    'x /= 2',
    'r"\\" + "%d"',
    'f\'{d["(" ]}\'\n+ 1'
  ])('%j', source => {
    expect(scanCell(source).constructs).toEqual([]);
  });
});

describe('cell magics', () => {
  it.each([
    ['%%bash -s a\nls', 'bash', '-s a', 0],
    ['\n  \n%%time\nx', 'time', '', 2],
    ['    %%time\n    x', 'time', '', 0],
    ['%%writefile a b.py\n', 'writefile', 'a b.py', 0]
  ])('%j', (source, name, args, line) => {
    expect(scanCell(source).cellMagic).toEqual({ name, args, line });
  });
});

describe('prompts and indent', () => {
  it.each([
    ['>>> a\n... b', 'a\nb'],
    ['>>> a\n>>> !ls', 'a\n!ls'],
    ['In [1]: a\n   ...: b', 'a\nb'],
    ['   a\n     b\n c', 'a\n  b\n c'],
    ['... a', '... a'],
    ['\n\n  a', '\n\na']
  ])('%j', (source, expected) => {
    expect(scanCell(source).lines.join('\n')).toBe(expected);
  });
});
