import { stripVTControlCharacters } from 'node:util';
import { problem, type Followed, type Run } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { followRun } from './follow.js';
import { Signals } from './signals.js';
import { scriptedServices, testCli } from './testing/cli.js';
import { RecordedOutput, RecordedProcess } from './testing/process.js';
import { aLiveRun, aRun, NOW } from './testing/runs.js';
import { ScriptedTarget } from './testing/target.js';

const live = aLiveRun(2);
const log = (rank: number, text: string): Followed => ({
  kind: 'log',
  rank,
  time: NOW,
  text,
  end: 0
});
const metric: Followed = {
  kind: 'event',
  rank: 0,
  event: { kind: 'metric', time: 0, cell: 1, name: 'loss', value: 0.5 },
  end: 0
};
const value: Followed = {
  kind: 'event',
  rank: 1,
  event: { kind: 'value', time: 0, cell: 2, text: '42' },
  end: 0
};
const items: Followed[] = [
  { kind: 'run', run: live },
  log(0, 'hello'),
  metric,
  log(1, 'world'),
  value
];

const terminal = () =>
  new RecordedProcess(
    new RecordedOutput(true, false, 60),
    new RecordedOutput(true, false, 60)
  );

/** Follows a run that ends as `end`; `script` plays signals. */
async function follow(
  end: Run,
  options: {
    process?: RecordedProcess;
    format?: 'text' | 'json';
    script?: (index: number, process: RecordedProcess) => void;
  } = {}
) {
  const { process = new RecordedProcess(), format = 'text', script } = options;
  const target = new ScriptedTarget([end], items);
  target.beforeItem = index => script?.(index, process);
  const signals = new Signals(process);
  const services = scriptedServices(target);
  const cli = testCli(services, process);
  const code = await followRun(end, { cli, services, signals, format });
  signals.dispose();
  const { out, err } = process.terminal;
  return { code, out: out.text, err: err.text, target, process };
}

describe('following into pipes', () => {
  it('gives the output and nothing else on standard output', async () => {
    const { code, out, err } = await follow(aRun({ ranks: live.ranks }));
    expect(code).toBe(0);
    expect(out).toBe('[0] hello\n[1] world\n');
    expect(err).toContain('digits-x7k2m: running\n');
    expect(err).toContain('[1] cell 2 → 42\n');
    expect(err).toContain('✓ Succeeded in 1:12  digits-x7k2m');
  });

  it('gives each item as a line of JSON, and no words', async () => {
    const { out, err } = await follow(aRun(), { format: 'json' });
    const parsed = out
      .trimEnd()
      .split('\n')
      .map(each => JSON.parse(each) as unknown);
    expect(parsed).toEqual(items);
    expect(err).toBe('');
  });

  it('ends a failed run with its exit code, its sentence and what to do', async () => {
    const failure = problem('run-failed-in-cell', {
      rank: 1,
      cell: 3,
      source: 'digits.ipynb',
      line: 2,
      error: 'ValueError: no data',
      id: 'digits-x7k2m'
    });
    const failed = { ...live.ranks[0], state: 'failed', exitCode: 4 } as const;
    const end = aRun({
      state: 'failed',
      problem: failure,
      ranks: [{ ...failed, rank: 1, role: 'worker', index: 1 }]
    });
    const { code, err } = await follow(end);
    expect(code).toBe(4);
    expect(err).toContain('✗ Failed after 1:12  digits-x7k2m');
    expect(err).toContain('cell 3 of digits.ipynb, line 2, raised ValueError: no data');
    expect(err).toContain('→ Fix the cell and run again.');
  });
});

describe('following on a terminal', () => {
  it('keeps a status line below the output, and takes it away at the end', async () => {
    const process = terminal();
    const { out } = await follow(aRun(), {
      process,
      script: index => {
        if (index === 4) process.tick();
      }
    });
    const frames = out.split('\r\u001b[2K');
    expect(frames).toHaveLength(2);
    expect(frames[0]).toMatch(/^\[0\] hello\n\[1\] world\n◐ running · loss 0\.5/);
    expect(frames[1]).toBe('[1] cell 2 → 42\n');
  });

  it('draws no line wider than the terminal', async () => {
    const process = new RecordedProcess(
      new RecordedOutput(true, true, 24),
      new RecordedOutput(true, true, 24)
    );
    const { out } = await follow(aRun(), {
      process,
      script: () => {
        process.tick();
      }
    });
    const status = stripVTControlCharacters(out)
      .split(/[\r\n]/)
      .filter(line => /^[◐◓◑◒]/.test(line));
    expect(status.length).toBeGreaterThan(0);
    expect(status.every(line => line.length < 24)).toBe(true);
  });
});

describe('signals', () => {
  const cancelled = aRun({ state: 'cancelled' });

  it('the first Ctrl-C cancels and waits for the end', async () => {
    const { code, target, out, err } = await follow(cancelled, {
      script: (index, process) => {
        if (index === 2) process.signal('SIGINT');
      }
    });
    expect(code).toBe(130);
    expect(target.cancelled).toEqual(['digits-x7k2m']);
    expect(out).toContain('[1] world');
    expect(err).toContain('Cancelling.');
    expect(err).toContain('■ Cancelled after 1:12');
  });

  it('the second Ctrl-C leaves at once', async () => {
    const { code, target, out, err } = await follow(cancelled, {
      script: (index, process) => {
        if (index < 2) process.signal('SIGINT');
      }
    });
    expect(code).toBe(130);
    expect(target.cancelled).toHaveLength(1);
    expect(out).not.toContain('hello');
    expect(err).toContain('jkf runs show digits-x7k2m');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129]
  ] as const)('%s leaves the run alone and says how to find it', async (name, code) => {
    const result = await follow(live, {
      script: (index, process) => {
        if (index === 2) process.signal(name);
      }
    });
    expect(result.code).toBe(code);
    expect(result.target.cancelled).toEqual([]);
    expect(result.err).toContain('jkf runs logs digits-x7k2m --follow');
  });

  it('are the system’s again afterwards', async () => {
    const { process } = await follow(aRun());
    expect(process.signal('SIGINT')).toBe(false);
  });
});
