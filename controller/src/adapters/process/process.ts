/** This process, as the command line sees it. */
import type { Files, Process, SignalName } from '../../ports/process.js';
import { localFiles } from './files.js';
import { surroundings, type Places } from './surroundings.js';
import { terminalOf } from './terminal.js';

export interface LocalProcessOptions extends Places {
  readonly cwd: string;
  /** Reads files as the workspace does. */
  readonly read: Files['read'];
}

export function localProcess(options: LocalProcessOptions): Process {
  const { env, cwd, read } = options;
  return {
    cwd,
    debug: env['JKF_DEBUG'] === '1',
    terminal: terminalOf(process.stdout, process.stderr, { env }),
    files: { ...localFiles, read },
    onSignal,
    every,
    surroundings: () => surroundings(options)
  };
}

function onSignal(name: SignalName, handler: () => void): () => void {
  process.on(name, handler);
  return () => process.off(name, handler);
}

/** The timer alone does not keep the process alive. */
function every(milliseconds: number, tick: () => void): () => void {
  const timer = setInterval(tick, milliseconds).unref();
  return () => {
    clearInterval(timer);
  };
}
