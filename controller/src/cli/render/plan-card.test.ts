import {
  problem,
  reason,
  type CellPlan,
  type Plan
} from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { aPlan } from '../testing/plan.js';
import { explanation, refusalLines } from './decisions.js';
import { painter } from './paint.js';
import { parameterLines, planCard } from './plan-card.js';
import { width } from './text.js';

const at = (columns: number, cut = false) => ({ paint: painter(false), columns, cut });
const lines = (plan: Plan) => planCard(plan, at(100));

const dropped: CellPlan = {
  index: 1,
  number: 2,
  outcome: 'dropped',
  reason: reason('cell-empty', {}),
  title: '',
  tags: [],
  decisions: []
};
const decided: CellPlan = {
  index: 0,
  number: 1,
  outcome: 'refused',
  reason: reason('construct-refused', { rule: 'input()' }),
  title: 'input()',
  tags: [],
  decisions: [
    {
      rule: '!',
      outcome: 'translate',
      cell: 1,
      line: 1,
      source: '!ls',
      reason: reason('shell-run', {})
    },
    {
      rule: 'input()',
      outcome: 'refuse',
      cell: 1,
      line: 2,
      source: "input('who?')",
      reason: reason('construct-refused', { rule: 'input()' }),
      problem: problem('file-missing', { path: 'x' })
    }
  ]
};

describe('the card of a plan', () => {
  it('says what would happen, and why', () => {
    expect(lines(aPlan())).toEqual([
      'digits.ipynb',
      '  Where       This computer, Python 3.11.2 (kernel python3)',
      '              /usr/bin/python3',
      '              the notebook names the kernel python3',
      '  As          Script',
      '  Workers     3 · PyTorch · 1 master, 2 workers',
      '              the code imports torch',
      '  Code        0 code cells: nothing to run.',
      '  Parameters  epochs = 20 instead of 5  # passes',
      '              lr = 0.1',
      '  Files       1 file, 1.0 KiB',
      '              a.csv  1.0 KiB, you chose it',
      '              .env  left out: you chose it',
      '  Packages    2 packages, 1 not installed',
      '              torch>=2  not installed, you chose it',
      '              numpy 1.26.4',
      '  Variables   LEVEL=debug',
      '  Checks      ✓ disk: 9 GiB free',
      '',
      'Ready to run.'
    ]);
  });

  it('shows failed checks first, each with what to do', () => {
    const why = problem('disk-low', { needed: '2 GiB', free: '1 GiB' });
    const message = { code: why.code, params: {}, text: why.sentence };
    const check = { name: 'disk', outcome: 'failed', message, problem: why } as const;
    const { checks } = aPlan();
    const shown = lines(aPlan({ checks: [...checks, check] }));
    const first = shown.findIndex(line => line.startsWith('  Checks'));
    expect(shown[first]).toContain('✗ disk: The run needs 2 GiB');
    expect(shown.slice(first).join('\n')).toMatch(/\n +→ Free some space/);
    expect(shown.at(-1)).toBe('Cannot run: one check failed.');
  });

  it('stacks labels above values where it is narrow, and fits', () => {
    const narrow = planCard(aPlan(), at(40));
    expect(narrow.slice(1, 3)).toEqual([
      '  Where',
      '    This computer, Python 3.11.2 (kernel'
    ]);
    expect(narrow.every(line => width(line) <= 40)).toBe(true);
  });

  it('puts a default of many lines on one', () => {
    const defaultSource = '{\n    "a": 1,\n}';
    const parameters = aPlan().parameters.map(one => ({ ...one, defaultSource }));
    expect(lines(aPlan({ parameters })).join('\n')).toContain(
      '  Parameters  epochs = 20 instead of { "a": 1, }  # passes\n'
    );
  });

  it('shortens a long list and says where the rest is', () => {
    const cells = Array.from({ length: 12 }, (_, i) => ({ ...dropped, number: i + 1 }));
    const code = lines(aPlan({ cells })).join('\n');
    expect(code).toContain('12 code cells: 12 left out.');
    expect(code).toContain('… and 4 more: jkf convert digits.ipynb --explain');
  });
});

describe('what becomes of cells', () => {
  it('is a table in a pipe, never cut', () => {
    expect(explanation([decided, dropped], at(20))).toEqual([
      'cell  line  code           outcome     reason',
      '1     1     !ls            translated  runs as a subprocess in the current directory',
      "1     2     input('who?')  refused     input() cannot run in a script",
      '2                          left out    it has no code',
      '',
      '2 code cells: 1 left out, 1 refused.'
    ]);
  });

  it('is a list on a narrow terminal', () => {
    const list = explanation([decided], at(40, true));
    expect(list.slice(0, 2)).toEqual(['cell 1, line 1: translated', '  !ls']);
    expect(list.every(line => width(line) <= 40)).toBe(true);
  });

  it('tells each refusal with its code and what to do', () => {
    const refused = decided.decisions.filter(({ outcome }) => outcome === 'refuse');
    expect(refusalLines(refused, at(100))).toEqual([
      '✗ x does not exist.',
      "  input('who?')",
      '  → Check the name; paths are relative to the folder you are in.'
    ]);
  });

  it('cannot be made to move the cursor', () => {
    const evil = { ...decided, decisions: [], title: 'x\u001b[2J\n\u0007y' };
    expect(explanation([evil], at(100)).join('')).toContain('x y');
  });
});

describe('a parameter without a default', () => {
  const bare = { name: 'x', type: 'any', defaultSource: '', cell: 1, line: 1 } as const;

  it.each([
    [{}, 'x needs a value'],
    [{ value: 2 }, 'x = 2']
  ])('with %j is shown as %s', (chosen, text) => {
    expect(parameterLines([{ ...bare, ...chosen }])).toEqual([{ text }]);
  });
});
