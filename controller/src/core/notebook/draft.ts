/**
 * First step of a cell's conversion: IPython syntax out, Python in. The draft has as
 * many lines as the cell; what a construct needs beyond is in `extra`.
 */
import {
  scanCell,
  type CellMagic,
  type CellScan,
  type Construct
} from './ipython/scan.js';
import { gather, helperName, type Harvest } from './harvest.js';
import { pyBlock, pyString } from './policy/literal.js';
import { ruleOf, treatCell, treatLine } from './policy/policy.js';
import { pythonForm } from './policy/python-form.js';
import {
  refuse,
  type CellTreatment,
  type CodePlace,
  type TextCall,
  type Treatment
} from './policy/treatment.js';

/** The names code at the top level can see. */
export const SCOPE = 'globals()';
/** The names code in a function or class can see. */
export const LOCAL_SCOPE = '{**globals(), **locals()}';

/** A place in the draft where `SCOPE` stands. */
export interface ScopeSpot {
  /** Index of the line. */
  readonly line: number;
  readonly column: number;
}

export interface Draft {
  readonly lines: string[];
  /** Lines behind the last one. */
  readonly extra: string[];
  readonly scopes: ScopeSpot[];
}

/**
 * Drafts a cell.
 * @param offset - index of the source's first line within the cell
 */
export function draftCell(source: string, harvest: Harvest, offset = 0): Draft {
  const scan = scanCell(source);
  return scan.cellMagic
    ? draftMagic(scan, scan.cellMagic, { harvest, offset })
    : draftLines(scan, { harvest, offset });
}

interface Surroundings {
  readonly harvest: Harvest;
  readonly offset: number;
}

function draftLines(scan: CellScan, { harvest, offset }: Surroundings): Draft {
  const lines = [...scan.lines];
  const scopes: ScopeSpot[] = [];
  for (const construct of scan.constructs) {
    const { command, line, endLine, column, source } = construct;
    const treatment = treatLine(command, construct.assigned);
    const rule = ruleOf(command);
    gather(harvest, treatment, { rule, line: line + offset + 1, source });
    const before = (lines[line] ?? '').slice(0, column);
    const spot = treatment.code?.text(place(harvest, '\0')).indexOf('\0') ?? -1;
    if (spot >= 0) scopes.push({ line, column: column + spot });
    lines[line] = before + replacement(treatment, construct, harvest);
    lines.fill('', line + 1, endLine + 1);
  }
  return { lines, extra: [], scopes };
}

/** Where code is written; the scope is that of the top level unless said otherwise. */
export function place(harvest: Harvest, scope = SCOPE): CodePlace {
  return { scope, name: helper => helperName(harvest, helper) };
}

function replacement(
  treatment: Treatment,
  { assigned, source }: Construct,
  harvest: Harvest
): string {
  if (treatment.code) return treatment.code.text(place(harvest));
  const nothing = assigned ? 'None' : 'pass';
  const line = source.replace(/\s*\n\s*/g, ' ');
  return `${nothing}  # ${LEFT[treatment.outcome] ?? 'left out'}: ${line}`;
}

const LEFT: Readonly<Record<string, string>> = {
  refuse: 'cannot run',
  requirement: 'requirement'
};

function draftMagic(
  scan: CellScan,
  magic: CellMagic,
  { harvest, offset }: Surroundings
): Draft {
  const body = scan.lines.slice(magic.line + 1);
  const header = scan.lines[magic.line] ?? '';
  const treatment = checkedSetup(treatCell(magic, body.join('\n')), magic);
  const origin = {
    rule: `%%${magic.name}`,
    line: magic.line + offset + 1,
    source: header
  };
  gather(harvest, treatment, origin);
  const above = scan.lines.slice(0, magic.line);
  if (treatment.body.kind === 'text') {
    for (const helper of treatment.body.call.helpers) harvest.helpers.add(helper);
    const call = placed(treatment.body.call, place(harvest));
    return textDraft(above, body, call);
  }
  if (treatment.body.kind === 'comment') {
    const left = `pass  # ${LEFT[treatment.outcome] ?? 'left out'}: ${header}`;
    return { lines: [...above, left, ...body.map(comment)], extra: [], scopes: [] };
  }
  const first = treatment.body.setup ?? `pass  # ${header}`;
  const below = draftCell(body.join('\n'), harvest, offset + magic.line + 1);
  return joined([...above, first], body.length > 0 ? below : undefined);
}

/** `%%timeit setup`: the setup is Python, or the cell is refused. */
function checkedSetup(treatment: CellTreatment, magic: CellMagic): CellTreatment {
  const setup = treatment.body.kind === 'code' ? treatment.body.setup : undefined;
  if (setup === undefined || pythonForm(setup) !== undefined) return treatment;
  return { ...refuse('magic-statement', `%%${magic.name}`), body: { kind: 'comment' } };
}

function joined(above: readonly string[], below: Draft | undefined): Draft {
  if (!below) return { lines: [...above], extra: [], scopes: [] };
  const scopes = below.scopes.map(spot => ({
    ...spot,
    line: spot.line + above.length
  }));
  return { lines: [...above, ...below.lines], extra: below.extra, scopes };
}

/** A call around a text, as it is written. */
interface Written {
  readonly open: string;
  readonly close: string;
}

function placed({ open, close }: TextCall, place: CodePlace): Written {
  return { open: open(place), close: close(place) };
}

/** The body as a string, line for line; its last line end is part of the text. */
function textDraft(
  above: readonly string[],
  body: readonly string[],
  { open, close }: Written
): Draft {
  const ended = body.at(-1) === '';
  const text = ended ? body.slice(0, -1) : body;
  if (text.length === 0) {
    const line = `${open}${pyString('')}${close}`;
    return { lines: [...above, line, ...body], extra: [], scopes: [] };
  }
  const literal = pyBlock(text);
  const lines = [...above, open + literal.open, ...literal.lines];
  const last = literal.close + close;
  return ended
    ? { lines: [...lines, last], extra: [], scopes: [] }
    : { lines, extra: [last], scopes: [] };
}

/** A line as a comment. */
export function comment(line: string): string {
  return line.trim() === '' ? '' : `# ${line}`;
}
