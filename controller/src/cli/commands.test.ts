import {
  problem,
  reason,
  type CellPlan,
  type Check
} from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../core/notebook/conversion.js';
import type { Planned, Services } from '../service/services.js';
import { runLine, scriptedServices } from './testing/cli.js';
import { aPlan } from './testing/plan.js';
import { RecordedOutput, RecordedProcess } from './testing/process.js';
import { aRun } from './testing/runs.js';
import { ScriptedTarget } from './testing/target.js';

const kept: CellPlan = {
  index: 0,
  number: 1,
  outcome: 'kept',
  reason: reason('cell-kept', {}),
  title: 'x = 1',
  tags: [],
  decisions: []
};
const refused: CellPlan = {
  ...kept,
  outcome: 'refused',
  decisions: [
    {
      rule: 'input()',
      outcome: 'refuse',
      cell: 1,
      line: 1,
      source: 'input()',
      reason: reason('construct-refused', { rule: 'input()' })
    }
  ]
};

function converting(cells: readonly CellPlan[], helpers: readonly string[] = []) {
  const conversion: Conversion = {
    source: 'digits.ipynb',
    cells,
    kept: [],
    parameters: [],
    requirements: [],
    shipped: [],
    written: [],
    helpers,
    futures: [],
    problems: []
  };
  const convert = () => Promise.resolve({ conversion, script: 'x = 1\n' });
  return { planner: { ...scriptedServices(new ScriptedTarget([])).planner, convert } };
}

async function convert(line: string, services: Partial<Services>) {
  const process = new RecordedProcess();
  const outcome = await runLine(`convert digits.ipynb ${line}`, services, process);
  return { ...outcome, files: Object.fromEntries(process.written) };
}

describe('jkf convert', () => {
  it('prints the script', async () => {
    const done = await convert('', converting([kept]));
    expect(done).toEqual({ code: 0, out: 'x = 1\n', err: '', files: {} });
  });

  it('prints the decisions instead when asked', async () => {
    const { code, out } = await convert('--explain', converting([kept]));
    expect(code).toBe(0);
    expect(out).toMatch(/^cell +line +code/);
    expect(out).not.toContain('x = 1\n');
  });

  it.each([
    ['-o out.py', [], { '/work/out.py': 'x = 1\n' }],
    ['-o dir', [], { '/work/dir/digits.py': 'x = 1\n' }],
    [
      '-o new/',
      ['shell'],
      {
        '/work/new/digits.py': 'x = 1\n',
        '/work/new/jkf_runner/__init__.py': '# helpers\n'
      }
    ]
  ])('writes where it is told: %s %j', async (line, helpers, files) => {
    const done = await convert(line, converting([kept], helpers));
    expect(done).toMatchObject({ code: 0, out: '', files });
  });

  it('gives programs the script and what was decided', async () => {
    const { code, out } = await convert('--json', converting([kept]));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      script: 'x = 1\n',
      cells: [kept],
      parameters: [],
      requirements: [],
      problems: []
    });
  });

  it('does not write over the notebook', async () => {
    const done = await convert('-o ./digits.ipynb', converting([kept]));
    expect(done).toMatchObject({ code: 2, files: {} });
    expect(done.err).toContain('that is the notebook itself');
  });

  it('takes a path of any name for a path', async () => {
    const { out } = await runLine('convert digits.ipynb -o json');
    expect(out).toBe('');
  });

  it('gives no script when a cell cannot run', async () => {
    const { code, out, err, files } = await convert('-o x.py', converting([refused]));
    expect([code, out, files]).toEqual([2, '', {}]);
    expect(err).toContain('input() cannot run in a script');
    expect(err).toContain('digits.ipynb was not converted: 1 place');
  });
});

const planned = (checks: Check[]): Planned => ({
  plan: aPlan({ checks }),
  bundle: {
    digest: 'sha256:00',
    files: [],
    entry: { kind: 'script', path: 'x.py' },
    requirements: []
  }
});
const why = problem('disk-low', { needed: '2 GiB', free: '1 GiB' });
const message = { code: why.code, params: why.params, text: why.sentence };
const bad: Check = { name: 'disk', outcome: 'failed', message, problem: why };
const warning: Check = { ...bad, outcome: 'warning' };

describe('jkf plan', () => {
  it.each([
    ['text', [], 0],
    ['text', [bad], 2],
    ['json', [bad], 2],
    ['yaml', [warning], 0]
  ] as const)('-o %s with %j ends with %i', async (format, checks, code) => {
    const services = scriptedServices(new ScriptedTarget([]), planned([...checks]));
    const done = await runLine(`plan digits.ipynb -o ${format}`, services);
    expect(done.code).toBe(code);
    expect(done.out).toContain('digits.ipynb');
  });

  it('gives the whole plan to programs', async () => {
    const services = scriptedServices(new ScriptedTarget([]), planned([]));
    const { out } = await runLine('plan digits.ipynb -o json', services);
    expect(JSON.parse(out)).toEqual(planned([]).plan);
  });
});

describe('jkf run', () => {
  const services = (checks: Check[] = []) =>
    scriptedServices(new ScriptedTarget([aRun()]), planned(checks));

  it('starts nothing when a check failed, and says why', async () => {
    const { code, out, err } = await runLine('run digits.ipynb', services([bad]));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('✗ disk: The run needs 2 GiB');
    expect(err).toContain('Nothing was started. The whole plan: jkf plan digits.ipynb');
  });

  it('says warnings and goes on', async () => {
    const { code, err } = await runLine('run digits.ipynb', services([warning]));
    expect(code).toBe(0);
    expect(err).toContain('! disk: The run needs 2 GiB');
    expect(err).toContain('✓ Succeeded in 1:12  digits-x7k2m');
  });

  it('prints the id alone when it is not to be followed', async () => {
    const { out, err } = await runLine('run digits.ipynb --detach', services());
    expect([out, err]).toEqual(['digits-x7k2m\n', '']);
    const machine = await runLine('run digits.ipynb -d -o json', services());
    expect(JSON.parse(machine.out)).toEqual(aRun());
  });

  it('takes its word that it plans away again', async () => {
    const terminal = () => new RecordedOutput(true);
    const process = new RecordedProcess(terminal(), terminal());
    const { err } = await runLine('run digits.ipynb', services(), process);
    expect(err).toMatch(/^Planning digits\.ipynb …\r\u001b\[2Kdigits-x7k2m/);
  });

  it('that is interrupted while it plans has started nothing', async () => {
    const process = new RecordedProcess();
    const target = new ScriptedTarget([aRun()]);
    const plan = () => {
      process.signal('SIGINT');
      return new Promise<never>(() => undefined);
    };
    const planner = { ...scriptedServices(target).planner, plan };
    const done = await runLine(
      'run x.ipynb',
      { ...scriptedServices(target), planner },
      process
    );
    expect(done).toEqual({ code: 130, out: '', err: '' });
  });
});

describe('jkf completion', () => {
  it.each(['bash', 'zsh', 'fish'])('knows commands and options in %s', async shell => {
    const { code, out } = await runLine(`completion ${shell}`);
    expect(code).toBe(0);
    for (const word of ['convert', 'prune', '--replicas']) expect(out).toContain(word);
    expect(out).not.toContain('supervise');
  });
});
