/** Child processes: run one to its end quietly, or hand the terminal to one. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT, toolEnvironment } from './paths.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What `run` has started; a signal ends it first, or it would go on without us. */
const running = new Set();
let interruption;

function interrupt(signal) {
  interruption = signal;
  for (const child of running) child.kill(signal);
}

function watch(child) {
  if (running.size === 0) SIGNALS.forEach(signal => process.on(signal, interrupt));
  running.add(child);
}

function unwatch(child) {
  if (!running.delete(child) || running.size > 0) return;
  SIGNALS.forEach(signal => process.off(signal, interrupt));
  if (!interruption) return;
  process.stdout.write('\n');
  process.exit(exitCode(null, interruption));
}

/**
 * Runs a command to its end. A signal to us ends the command and then us.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>, merged?: boolean,
 *   live?: boolean}} [options] `merged` (default): `output` has standard error too, which
 *   is discarded otherwise; `live`: what the command writes to descriptor 3 is shown at once
 * @returns {Promise<{code: number, output: string}>} code 127 when it cannot be started
 */
export function run(command, args, options = {}) {
  // Some tools colour their output on CI even where nobody looks: it is read by code here.
  const env = { ...(options.env ?? toolEnvironment()), NO_COLOR: '1' };
  const { cwd = ROOT, merged = true, live = false } = options;
  return new Promise(done => {
    const chunks = [];
    const stdio = ['ignore', 'pipe', merged ? 'pipe' : 'ignore', live ? 1 : 'ignore'];
    const child = spawn(command, args, { cwd, env, stdio });
    watch(child);
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.stderr?.on('data', chunk => chunks.push(chunk));
    const finish = outcome => {
      unwatch(child);
      done(outcome);
    };
    child.on('error', error => finish({ code: 127, output: `${error.message}\n` }));
    child.on('close', (code, signal) =>
      finish({ code: exitCode(code, signal), output: Buffer.concat(chunks).toString() })
    );
  });
}

/** As a shell counts: 128 + the number of the signal that ended it. */
function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/**
 * Hands terminal and signals to a command and resolves to its exit code. A terminal
 * gives Ctrl-C to the whole foreground group, so it is passed on only without one.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>}} [options]
 * @returns {Promise<number>}
 */
export function passThrough(command, args, { cwd = ROOT, env = process.env } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    const interrupted = () => process.stdin.isTTY || child.kill('SIGINT');
    const ended = signal => child.kill(signal);
    process.on('SIGINT', interrupted);
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, ended);
    child.on('error', failed);
    child.on('close', (code, signal) => {
      process.off('SIGINT', interrupted);
      for (const name of ['SIGTERM', 'SIGHUP']) process.off(name, ended);
      done(exitCode(code, signal));
    });
  });
}
