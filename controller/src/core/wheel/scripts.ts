/** Console scripts: what `entry_points.txt` names, and how programs find their Python. */
import { concat } from '../image/tar/header.js';
import { fromUtf8, utf8 } from '../image/utf8.js';

/** Programs that a distribution gives a terminal. */
export interface EntryPoint {
  /** Name of the program. */
  readonly name: string;
  readonly module: string;
  /** What is called, e.g. `main` or `App.run`. */
  readonly call: string;
}

const GROUPS: readonly string[] = ['console_scripts', 'gui_scripts'];

/**
 * Programs of an `entry_points.txt`; other groups are passed over.
 * @throws RangeError for a program that cannot be
 */
export function parseEntryPoints(text: string): readonly EntryPoint[] {
  const points: EntryPoint[] = [];
  let group = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const heading = /^\[(.*)\]$/.exec(line)?.[1];
    if (heading !== undefined) group = heading.trim();
    else if (line !== '' && !/^[#;]/.test(line) && GROUPS.includes(group)) {
      points.push(pointOf(line));
    }
  }
  return points;
}

const OBJECT = /^([\w.]+)\s*:\s*([\w.]+)\s*(?:\[.*\])?$/;

function pointOf(line: string): EntryPoint {
  const at = line.indexOf('=');
  const name = line.slice(0, at).trim();
  const [, module, call] = OBJECT.exec(line.slice(at + 1).trim()) ?? [];
  if (at < 0 || !/^[\w.-]+$/.test(name) || /^\.+$/.test(name) || !module || !call) {
    throw new RangeError(`its entry point is none: ${line}`);
  }
  return { name, module, call };
}

/** The program of an entry point. */
export function entryScript({ module, call }: EntryPoint, program: string): string {
  const [first = ''] = call.split('.');
  return [
    shebang(program),
    'import sys',
    '',
    `from ${module} import ${first}`,
    '',
    "if __name__ == '__main__':",
    `    sys.exit(${call}())`,
    ''
  ].join('\n');
}

/**
 * A script as it is installed: one that begins with `#!python` gets its Python (binary
 * distribution format, "Recommended installer features").
 */
export function withShebang(bytes: Uint8Array, program: string): Uint8Array {
  const newline = bytes.indexOf(0x0a);
  const end = newline < 0 ? bytes.length : newline;
  // A program that is no script has a long first line.
  const first = fromUtf8(bytes.subarray(0, Math.min(end, LONGEST))) ?? '';
  if (!/^#!pythonw?(?:\s|$)/.test(first)) return bytes;
  return concat([utf8(shebang(program)), bytes.subarray(end)]);
}

/** Linux reads no more of the line. */
const LONGEST = 127;

/** With a detour by the shell where the path is too long, or has a space in it. */
function shebang(program: string): string {
  const line = `#!${program}`;
  if (line.length < LONGEST && !/\s/.test(program)) return line;
  return `#!/bin/sh\n'''exec' "${program}" "$0" "$@"\n' '''`;
}
