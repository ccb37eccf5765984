import { describe, expect, it } from 'vitest';
import { cell, converted, decisionsOf } from './testing.js';

/** `number outcome reason-code` of every cell. */
function outcomes(...cells: readonly string[]): string[] {
  return converted(...cells).cells.map(({ number, outcome, reason }) =>
    [String(number), outcome, reason.code].join(' ')
  );
}

describe('which cells run', () => {
  it('keeps code and leaves out what is empty, commented or without effect', () => {
    const cells = ['x = 1', ' \n', '# later', '%matplotlib inline', '%pip install a'];
    expect(outcomes(...cells)).toEqual([
      '1 kept cell-kept',
      '2 dropped cell-empty',
      '3 dropped cell-comments',
      '4 dropped cell-no-effect',
      '5 dropped cell-requirements'
    ]);
  });

  it('follows the tags skip, parameters and those of Kale, and no others', () => {
    const cells = ['#: skip\nx', '#: parameters\nx = 1', '#: imports\nx', '#: abc\nx'];
    expect(outcomes(...cells)).toEqual([
      '1 dropped cell-skipped',
      '2 kept cell-parameters',
      '3 kept cell-kept-tag',
      '4 kept cell-kept'
    ]);
  });

  it('keeps only marked cells once one is marked fairing:include-cell', () => {
    expect(outcomes('x', '# fairing:include-cell\ny')).toEqual([
      '1 dropped cell-not-included',
      '2 kept cell-kept'
    ]);
    expect(outcomes('x = "fairing:include-cell"')).toEqual(['1 kept cell-kept']);
  });

  it('has no decisions and no problems for a cell that stays out', () => {
    const conversion = converted('#: skip\n%unknown\ninput()', 'x');
    expect([decisionsOf(conversion), conversion.problems]).toEqual([[], []]);
  });

  it('notes cells tagged raises-exception', () => {
    const { kept } = converted('#: raises-exception\n1 / 0', 'x');
    expect(kept.map(item => item.mayRaise)).toEqual([true, false]);
  });
});

describe('parameters', () => {
  it.each([
    ['n = 3', 'n int 3'],
    ['lr = 1e-3', 'lr float 1e-3'],
    ['lr = 1.', 'lr float 1.'],
    ['n = -0x10', 'n int -0x10'],
    ["s = 'a'", "s str 'a'"],
    ['b = True', 'b bool True'],
    ['n = None', 'n none None'],
    ['xs = [1, 2]', 'xs list [1, 2]'],
    ['t = (1, 2)', 't list (1, 2)'],
    ['t = 1, 2', 't list 1, 2'],
    ['d = {"a": 1}', 'd dict {"a": 1}'],
    ['x = f()', 'x any f()'],
    ['x: float = 3', 'x float 3'],
    ['x: Optional[int] = None', 'x int None'],
    ['x: list[str] | None = None', 'x list None'],
    ['x = None  # type: int how many', 'x int None how many'],
    ['n = 3  # how many', 'n int 3 how many'],
    ['a = 1; b = 2', 'a int 1, b int 2'],
    ['n = 1\nn = 2', 'n int 2'],
    ['a = b = 1\nc, d = 1, 2\ne.f = 3\ng += 1\nh: int', '']
  ])('%j', (source, expected) => {
    const { parameters } = converted(`#: parameters\n${source}`);
    const shown = parameters.map(({ name, type, defaultSource, help }) =>
      [name, type, defaultSource, help ?? ''].join(' ').trim()
    );
    expect(shown.join(', ')).toBe(expected);
  });

  it('takes the default of a later cell, as injected parameters replace the first', () => {
    const { parameters } = converted(
      '#: parameters\na = 1\nb = 2',
      '#: injected-parameters\na = 5'
    );
    expect(parameters.map(p => [p.name, p.defaultSource, p.cell])).toEqual([
      ['a', '5', 2],
      ['b', '2', 1]
    ]);
  });
});

describe('calls that need a person or IPython', () => {
  it.each([
    ['x = input("name")', 'input-asked'],
    ['from getpass import getpass\npw = getpass()', 'input-asked'],
    ['import getpass\npw = getpass.getpass()', 'input-asked'],
    ['breakpoint()', 'debugger-called'],
    ['import pdb; pdb.set_trace()', 'debugger-called'],
    ['import IPython\nIPython.embed()', 'debugger-called'],
    ['get_ipython().kernel.do_shutdown(True)', 'ipython-used'],
    ['get_ipython().user_ns["x"]', 'ipython-used']
  ])('refuses %j', (source, code) => {
    expect(converted(source).problems.map(found => found.code)).toEqual([code]);
  });

  it.each([
    'def forward(self, input):\n    return input(1)',
    'model(input)',
    'input = 3',
    '"input()"  # input()',
    'self.input()',
    'x.getpass()',
    'exit()'
  ])('allows %j', source => {
    expect(converted(source).problems).toEqual([]);
  });

  it('knows names that another cell defines', () => {
    expect(converted('def input(): return 1', 'input()').problems).toEqual([]);
  });

  it('imports display only where the notebook has none of its own', () => {
    expect(converted('display(x)').helpers).toEqual(['display']);
    expect(
      converted('from IPython.display import display\ndisplay(x)').helpers
    ).toEqual([]);
  });

  it('serves get_ipython() where only its presence is asked for', () => {
    const conversion = converted('colab = "google.colab" in str(get_ipython())');
    expect([conversion.helpers, conversion.problems]).toEqual([['get_ipython'], []]);
  });
});

describe('decisions over several cells', () => {
  it('refuses captured output that is used later, and only then', () => {
    expect(converted('%%capture out\nf()', 'out.show()').problems[0]).toMatchObject({
      code: 'capture-used',
      place: { cell: 1, line: 1 },
      params: { user: 2 }
    });
    expect(converted('%%capture out\nf()', '# out\nx.out').problems).toEqual([]);
    expect(converted('%%capture out', 'out').cells[0]?.outcome).toBe('refused');
  });

  it('imports a helper under another name where the notebook uses its name', () => {
    const conversion = converted('env = make()', '%env A=1\nenv.step()');
    expect(conversion.helpers).toEqual(['env as jkf_env']);
    expect(conversion.kept[1]?.lines[0]).toBe("jkf_env('A=1', globals())");
  });

  it.each(['env = !ls', '%%time\nenv = make()', 'import env', 'for env in envs: f()'])(
    'sees that %j has the name of a helper',
    source => {
      expect(converted(source, '%env A=1').helpers).toContain('env as jkf_env');
    }
  );

  it('does not take magics, commands and attributes for names of the notebook', () => {
    const cells = ['%env B=2', '!env | sort', 'os.env\nx = "a/env"', '%env A=1'];
    expect(converted(...cells).helpers).toEqual(['env', 'sh']);
  });

  it('gathers what cells run and write', () => {
    const { shipped, written } = converted('%%writefile a.py\nx', '%run b --n 1');
    expect([shipped, written]).toEqual([
      [{ path: 'b.py', cell: 2, line: 1, rule: '%run' }],
      ['a.py']
    ]);
  });
});

describe('what Fairing got wrong', () => {
  it.each([
    ['%%bash\ncd /tmp && ls\n', "script('bash', '''\\\ncd /tmp && ls\n''', globals())"],
    [
      '%%writefile f.py\nraise X\n',
      "write_file('f.py', '''\\\nraise X\n''', globals())"
    ],
    ['!a \\\n  b', "sh('a    b', globals())\n"],
    ['if x:\n    !ls', "if x:\n    sh('ls', globals())"],
    ['x = !ls', "x = sh_lines('ls', globals())"],
    ['%time train()', 'train()'],
    ['s = """\n!kept\n%kept\n"""', 's = """\n!kept\n%kept\n"""'],
    ['%%time\ntrain()', 'pass  # %%time\ntrain()']
  ])('%j', (source, code) => {
    expect(cell(source).code).toBe(code);
  });

  it('does not lose what is installed', () => {
    expect(converted('!pip install a').requirements).toHaveLength(1);
  });
});
