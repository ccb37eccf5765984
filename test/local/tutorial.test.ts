/**
 * Types the commands of the tutorial into one shell, as a newcomer does, and compares
 * what comes with what the page shows. `…` stands for anything; `$ echo $?` below a
 * command says that it may fail.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { Command } from './command.js';
import { commandsIn, pattern, type Typed } from './console.js';
import { Bench } from './jkf.js';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'tutorials', 'first-run.md');
const python = await environment('quickstart');
const commands = commandsIn(readFileSync(PAGE, 'utf8'));

describe.skipIf(!python.path)(`docs/tutorials/first-run.md${python.reason}`, () => {
  let bench: Bench;
  let answers: Answer[] = [];
  beforeAll(async () => {
    bench = new Bench();
    answers = await typeAll(commands, bench);
  });
  afterAll(() => {
    bench.dispose();
  });

  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  it.each(commands.map((command, at) => ({ ...command, at })))(
    '$typed',
    ({ typed, shown, at }) => {
      const answer = answers[at];
      expect(answer?.output).toMatch(pattern(shown));
      const next = commands[at + 1]?.typed;
      if (next !== 'echo $?') expect([typed, answer?.code]).toEqual([typed, 0]);
    }
  );
});

interface Answer {
  readonly code: number;
  readonly output: string;
}

/** One shell for all, so that aliases and variables last. */
async function typeAll(typed: readonly Typed[], bench: Bench): Promise<Answer[]> {
  const outputs = typed.map((_, i) => join(bench.folder, `${String(i)}.out`));
  const script = bench.file('typed.sh', scriptOf(typed, outputs));
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, NO_COLOR: '1', PATH: path, JKF_HOME: bench.home };
  const child = spawn('bash', [script], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const { stdout, stderr } = await new Command(child).ended;
  if (stderr !== '') throw new Error(stderr);
  const codes = stdout.trim().split('\n').map(Number);
  return outputs.map((file, i) => ({
    code: codes[i] ?? -1,
    output: readFileSync(file, 'utf8')
  }));
}

/** Each command's output goes to a file, its exit code to standard output. */
function scriptOf(typed: readonly Typed[], outputs: readonly string[]): string {
  const lines = typed.flatMap(({ typed: command }, i) => [
    '(exit "${code:-0}")',
    `{ ${command}`,
    `} >'${outputs[i] ?? ''}' 2>&1`,
    'code=$?; echo $code'
  ]);
  return ['shopt -s expand_aliases', ...lines, ''].join('\n');
}
