import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { examplesFor } from './help.js';
import { nameOf } from './program.js';
import { runLine, scriptedServices, testProgram } from './testing/cli.js';
import { RecordedOutput, RecordedProcess } from './testing/process.js';
import { ScriptedTarget } from './testing/target.js';

const program = testProgram();
const visible = (command: Command): Command[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .flatMap(each => [each, ...visible(each)]);
const commands = visible(program);
const hidden = program.commands.filter(each => !commands.includes(each));

describe('help', () => {
  it.each(commands.map(each => [nameOf(each), each] as const))(
    '%s says what it does and shows examples that call it',
    (name, command) => {
      expect(command.description()).toMatch(/^[A-Z].*\.$/);
      const typed = examplesFor(command).map(([line]) => line);
      expect(typed.length).toBeGreaterThan(0);
      expect(typed.every(line => line.includes(name))).toBe(true);
    }
  );

  it.each(commands.map(each => [nameOf(each), each] as const))(
    '%s describes every option',
    (_name, command: Command) => {
      const silent = command.options.filter(({ description }) => !description);
      expect(silent.map(({ flags }) => flags)).toEqual([]);
    }
  );

  it('names exit codes and variables, and not the hidden commands', async () => {
    const { code, out } = await runLine('--help');
    expect(code).toBe(0);
    for (const word of ['JKF_HOME', 'NO_COLOR', '130', 'jkf plan']) {
      expect(out).toContain(word);
    }
    for (const each of hidden) expect(out).not.toMatch(`  ${each.name()} `);
    expect(hidden.map(each => each.name())).toContain('supervise');
  });

  it('is what jkf alone shows', async () => {
    expect(await runLine('')).toEqual(await runLine('--help'));
  });

  it('fits a narrow terminal', async () => {
    const process = new RecordedProcess(new RecordedOutput(true, false, 40));
    const { out } = await runLine('runs prune --help', {}, process);
    const [text = ''] = out.split('Examples:');
    expect(text.split('\n').every(line => line.length <= 40)).toBe(true);
  });

  it('is on standard output for a command too', async () => {
    const { code, out, err } = await runLine('run --help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('jkf run digits.ipynb -p epochs=20');
  });
});

describe('usage', () => {
  it.each([
    ['runn x.ipynb', 'Did you mean one of run, runs?'],
    ['run', "Missing required argument 'file'"],
    ['run x.ipynb --rank 3', 'Did you mean --ranks?'],
    ['plan x.ipynb --mode fast', 'Allowed choices are script'],
    ['run x.ipynb --follow --detach', 'cannot be used with option'],
    ['runs list --state gone', 'Allowed choices are pending']
  ])('jkf %s ends with 2 and a sentence', async (line, sentence) => {
    const { code, out, err } = await runLine(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^✗ [A-Z]/);
    expect(err).toContain(sentence);
    expect(err).toMatch(/ {2}→ jkf.* --help\n/);
  });

  it('prints the version', async () => {
    expect(await runLine('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });
});

describe('errors', () => {
  const failing = (error: Error) => ({
    planner: {
      ...scriptedServices(new ScriptedTarget([])).planner,
      plan: () => Promise.reject(error)
    }
  });
  const missing = new ProblemError(problem('file-missing', { path: 'x.ipynb' }));

  it('a problem ends with 2, its sentence and its remedy', async () => {
    const { code, out, err } = await runLine('plan x.ipynb', failing(missing));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^✗ x\.ipynb does not exist\.\n {2}→ Check the name/);
  });

  it('a problem is on standard output too for programs', async () => {
    const { out } = await runLine('plan x.ipynb -o json', failing(missing));
    expect(JSON.parse(out)).toMatchObject({ problem: { code: 'file-missing' } });
  });

  it('an unexpected error ends with 3 and no stack', async () => {
    const { code, err } = await runLine('plan x.ipynb', failing(new TypeError('oops')));
    expect(code).toBe(3);
    expect(err).toContain('oops');
    expect(err).toContain('JKF_DEBUG=1');
    expect(err).not.toMatch(/\n\s+at /);
  });
});
