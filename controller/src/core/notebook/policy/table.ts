/**
 * The policy: what becomes of every magic in a run, one row a magic. A magic without
 * a row is refused. Options are given as getopt writes them.
 */
import * as cells from './cells.js';
import * as lines from './lines.js';
import { installMagic, shellCommand } from './shell.js';
import type { CellRow, LineRow } from './treatment.js';

const captured: LineRow = use => shellCommand(use, true);
/** `%mkdir x` and other aliases of shell commands. */
const alias = (name: string): [string, LineRow] => [
  name,
  use => shellCommand({ ...use, args: `${name} ${use.args}` }, use.value)
];

/** Rows of line magics, without `%`. */
export const LINE_MAGICS: ReadonlyMap<string, LineRow> = new Map<string, LineRow>([
  // The statement is kept.
  ['time', lines.statement('')],
  ['timeit', lines.statement('n:r:tcp:qov:', ['o', 'v'])],
  ['prun', lines.profiled('l:rs:T:D:q')],
  ['lprun', lines.profiled('f:m:srT:D:u:z')],
  ['memit', lines.profiled('r:t:i:co')],
  ['mprun', lines.profiled('f:T:cr')],
  ['scalene', lines.profiled('')],
  ['snakeviz', lines.profiled('tf:')],
  ['pyinstrument', lines.profiled('')],
  // Written as Python.
  ['cd', lines.call('cd', 'directory-changed')],
  ['env', lines.call('env', 'environment-variable')],
  ['set_env', lines.call('env', 'environment-variable')],
  ['run', lines.runFile],
  ['sx', captured],
  ['system', captured],
  ['pwd', lines.workingFolder],
  ...['mkdir', 'rmdir', 'mv', 'rm', 'cp'].map(alias),
  // Requirements.
  ['pip', installMagic('pip')],
  ['pip3', installMagic('pip')],
  ['uv', installMagic('uv')],
  ['conda', installMagic('conda')],
  ['mamba', installMagic('mamba')],
  ['micromamba', installMagic('micromamba')],
  ['apt', installMagic('apt')],
  // Left out: figures are saved.
  ['matplotlib', lines.plots],
  // Left out: the session's own affairs.
  ...names(
    lines.sessionOnly,
    'load_ext reload_ext unload_ext autoreload aimport autosave config precision xmode',
    'colors pdb autocall automagic autoawait autoindent logstart logstop logon logoff',
    'logstate pastebin notebook reset_selective rehashx bookmark pprint doctest_mode',
    'gui subplots tensorboard watermark unalias killbgscripts debug tb',
    'connect_info qtconsole flake8_on pycodestyle_on'
  ),
  // Left out: they only show something.
  ...names(
    lines.displayOnly,
    'who whos ls ll la lf lk ldir lx dirs dhist history hist lsmagic magic quickref page',
    'pdef pdoc pfile pinfo pinfo2 psource psearch pycat man more less cat clear cls'
  ),
  // Refused.
  ...names(lines.interactive, 'edit ed recall rep rerun paste cpaste'),
  ...names(
    lines.sessionBound,
    'pylab load loadpy store macro alias save reset sc who_ls xdel pushd popd alias_magic',
    'script px autopx pxresult pxconfig sql bigquery R Rpush Rpull Rget julia',
    'cython cython_inline javascript js html latex',
    'kql spark'
  )
]);

/** Rows of cell magics, without `%%`. */
export const CELL_MAGICS: ReadonlyMap<string, CellRow> = new Map<string, CellRow>([
  ['time', cells.timed('')],
  ['timeit', cells.timed('n:r:tcp:qov:', ['o', 'v'])],
  ['prun', cells.timed('l:rs:T:D:q')],
  ['memit', cells.timed('r:t:i:co')],
  ['scalene', cells.timed('')],
  ['snakeviz', cells.timed('tf:')],
  ['pyinstrument', cells.timed('')],
  ['capture', cells.capture],
  ['writefile', cells.writeFile],
  ['file', cells.writeFile],
  ['script', cells.anyProgram],
  ...['bash', 'sh', 'zsh', 'ksh', 'fish', 'perl', 'ruby', 'pypy'].map(programRow),
  ...['python', 'python3'].map(programRow),
  ['sx', cells.shellCell],
  ['system', cells.shellCell],
  ['!', cells.shellCell],
  ...cellNames(cells.shown, 'html HTML latex markdown svg SVG'),
  ...cellNames(
    cells.otherLanguage,
    'javascript js R cython sql bigquery julia kql cmd powershell python2 pypy2 cpp spark',
    'scala octave matlab fortran ocaml coffeescript typescript'
  ),
  ...cellNames(cells.cellSession, 'debug px macro cache mprun lprun heat')
]);

function names(row: LineRow, ...lists: readonly string[]): [string, LineRow][] {
  return lists.flatMap(list => list.split(' ')).map(name => [name, row]);
}

function cellNames(row: CellRow, ...lists: readonly string[]): [string, CellRow][] {
  return lists.flatMap(list => list.split(' ')).map(name => [name, row]);
}

function programRow(name: string): [string, CellRow] {
  return [name, cells.program(name)];
}
