import { describe, expect, it } from 'vitest';
import { cell, converted } from '../testing.js';

describe('statements that are kept', () => {
  it.each([
    ['%time f(x)', 'f(x)'],
    ['%time x = f(); y = 1', 'x = f(); y = 1'],
    ['%timeit -n 10 -r3 f(x)', 'f(x)'],
    ['%timeit -n10 -q f(x)', 'f(x)'],
    ['x = %time f(3)', 'x = (f(3))'],
    ['%time !ls', "sh('ls', globals())"],
    ['%prun -s cumulative f()', 'f()'],
    ['%lprun -f train train(x)', 'train(x)'],
    ['%memit x = [0] * 10', 'x = [0] * 10'],
    ['%%time\nx = 1', 'pass  # %%time\nx = 1'],
    ['%%timeit -n 3 y = 1\nx = y', 'y = 1\nx = y'],
    ['%%capture\n!ls\nx', "pass  # %%capture\nsh('ls', globals())\nx"],
    ['%%capture\n%%time\nx', 'pass  # %%capture\npass  # %%time\nx']
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
  });
});

describe('constructs that are translated', () => {
  it.each([
    ['!ls', "sh('ls', globals())"],
    ['!echo "it\'s"', "sh('echo \"it\\'s\"', globals())"],
    ['!!ls', "sh_lines('ls', globals())"],
    ['x = !ls {y}', "x = sh_lines('ls {y}', globals())"],
    ['%sx ls', "sh_lines('ls', globals())"],
    ['%cd ~/data', "cd('~/data', globals())"],
    ['%env A=1', "env('A=1', globals())"],
    ['x = %env A', "x = env('A', globals())"],
    ['%run a.py -n 3', "run_file('a.py -n 3', globals())"],
    ['%mkdir -p out', "sh('mkdir -p out', globals())"],
    ['def f(a):\n    !ls $a', "def f(a):\n    sh('ls $a', {**globals(), **locals()})"],
    ['if a:\n    !ls', "if a:\n    sh('ls', globals())"],
    [
      'class A:\n    x = !ls',
      "class A:\n    x = sh_lines('ls', {**globals(), **locals()})"
    ],
    ['!a \\\n  b\nc', "sh('a    b', globals())\n\nc"],
    ['%%bash\nls\n', "script('bash', '''\\\nls\n''', globals())"],
    ['%%bash\nls', "script('bash', '''\\\nls\n''', globals())"],
    [
      '%%bash -s a --no-raise-error\nls\n',
      "script('bash -s a', '''\\\nls\n''', globals(), no_raise=True)"
    ],
    [
      '%%bash --no-raise-error --out x\nls\n',
      "x = script('bash', '''\\\nls\n''', globals(), out=True, no_raise=True)"
    ],
    [
      '%%bash --err e --out o\nls\n',
      "o, e = script('bash', '''\\\nls\n''', globals(), out=True, err=True)"
    ],
    ['%%sh\necho \\$x\n', "script('sh', r'''\necho \\$x\n'''[1:], globals())"],
    ['%%script node\n1\n', "script('node', '''\\\n1\n''', globals())"],
    ['%%writefile a.py\nx = 1\n', "write_file('a.py', '''\\\nx = 1\n''', globals())"],
    [
      '%%file -a a.py\nx\n',
      "write_file('a.py', '''\\\nx\n''', globals(), append=True)"
    ],
    ['%%writefile a.txt', "write_file('a.txt', '', globals())"],
    ["%%writefile a\n'''x'''\n", `write_file('a', """\\\n'''x'''\n""", globals())`],
    [',f a b', 'f("a", "b")']
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
  });
});

describe('constructs that are left out', () => {
  it.each([
    '%matplotlib inline',
    '%load_ext autoreload',
    '%autoreload 2',
    '%config InlineBackend.figure_format = "retina"',
    '%tensorboard --logdir logs',
    '%who',
    '%ls',
    '%pwd',
    '%pdb on',
    '%debug',
    'x?',
    '%prun',
    '%%html\n<b>bold</b>',
    '%%latex\n$x$',
    '!apt-get -qq update && apt-get install -y graphviz',
    '!sudo apt install -y ffmpeg',
    '%pip list'
  ])('%j', source => {
    const [plan] = converted(source).cells;
    expect([plan?.outcome, plan?.decisions[0]?.outcome]).toEqual(['dropped', 'drop']);
  });
});

describe('constructs that are refused, with cell and line', () => {
  it.each([
    ['x = 1\n%unknown y', 2, 'magic-unknown'],
    ['%%unknown\nx', 1, 'magic-unknown'],
    ['%%javascript\nalert(1)', 1, 'magic-language'],
    ['%%R\nplot(x)', 1, 'magic-language'],
    ['%%sql\nselect 1', 1, 'magic-language'],
    ['%%bash --bg\nsleep 100', 1, 'shell-background'],
    ['%%bash --proc p\nls', 1, 'magic-option'],
    ['!python server.py &', 1, 'shell-background'],
    ['%run other.ipynb', 1, 'run-notebook'],
    ['%run -d a.py', 1, 'magic-option'],
    ['%run', 1, 'magic-argument'],
    ['%load a.py', 1, 'magic-session'],
    ['%store x', 1, 'magic-session'],
    ['%pylab', 1, 'magic-session'],
    ['%edit', 1, 'magic-interactive'],
    ['x = %matplotlib inline', 1, 'magic-no-value'],
    ['x = %timeit -o f()', 1, 'magic-option'],
    ['%time f(', 1, 'magic-statement'],
    ['%%timeit f(\nx', 1, 'magic-statement'],
    ['x\n%%time\ny', 2, 'cell-magic-late'],
    ['!pip install $name', 1, 'requirement-unclear'],
    ['%%writefile\nx', 1, 'magic-argument']
  ])('%j', (source, line, code) => {
    const { problems, cells } = converted(source);
    expect(problems[0]).toMatchObject({ code, place: { cell: 1, line } });
    expect(cells[0]?.outcome).toBe('refused');
  });
});
