/** Ends of commands: exit code of what a handler returns, a sentence for what it throws. */
import type { Command } from 'commander';
import { problem, ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';
import type { Output } from '../ports/process.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import type { Layout } from './render/card.js';
import { document, jsonLine } from './render/json.js';
import { painter } from './render/paint.js';
import { problemLines } from './render/problem.js';

/** Called once, with the exit code. */
export type Finish = (code: number) => void;

/** How text is laid out on a stream, for the program as the user calls it. */
export function layoutOf(output: Output, program = 'jkf'): Layout {
  const { colours, isTTY } = output;
  return { paint: painter(colours), columns: output.columns(), cut: isTTY, program };
}

/** Writes lines. */
export async function print(output: Output, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await output.write(lines.map(line => `${line}\n`).join(''));
}

/** A handler as Commander's action: what it throws is reported, never thrown. */
export function action<Args extends unknown[]>(
  cli: Cli,
  finish: Finish,
  handler: (...args: Args) => Promise<number>
): (...args: [...Args, ...unknown[]]) => Promise<void> {
  return async (...args) => {
    try {
      finish(await handler(...(args as unknown as Args)));
    } catch (error) {
      finish(await report(cli, error, formatOf(args.at(-1))));
    }
  };
}

/** The format a command was asked for, as far as errors need it; elsewhere `-o` is a path. */
function formatOf(command: unknown): string | undefined {
  const { options } = command as Command;
  const { output, json } = (command as Command).opts<{
    output?: string;
    json?: boolean;
  }>();
  if (json) return 'json';
  return options.some(({ long, argChoices }) => long === '--output' && argChoices)
    ? output
    : undefined;
}

/**
 * Says on stderr what went wrong; scripts that asked for JSON or YAML find it on stdout
 * too, as `{"problem": …}`. Gives the exit code.
 */
export async function report(
  cli: Cli,
  error: unknown,
  format?: string
): Promise<number> {
  const known = error instanceof ProblemError;
  const found = known ? error.problem : internal(error);
  const { out, err } = cli.process.terminal;
  await print(err, problemLines(found, layoutOf(err, cli.program)));
  if (!known && cli.process.debug) await print(err, [stackOf(error)]);
  if (format === 'yaml') await out.write(document({ problem: found }, format));
  if (format === 'json') await out.write(jsonLine({ problem: found }));
  return known ? EXIT.input : EXIT.internal;
}

function internal(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return problem('internal-error', { detail });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
