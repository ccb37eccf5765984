/** JSON at the edge: parsed once, and when it is broken the place is named. */
import { fail } from '@jupyterlab-kubeflow/protocol';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON text; `notebook-not-json` or `notebook-conflict` when it is none. */
export function parseJson(text: string, path: string): Json {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch {
    return explain(text.replace(/^\uFEFF/, ''), path);
  }
}

/** Says what is wrong by our own words: the engine's message differs by version. */
function explain(text: string, path: string): never {
  const marker = /^<{7} /m.exec(text);
  if (marker) fail('notebook-conflict', { path, line: lineOf(text, marker.index) });
  if (text.trim() === '')
    fail('notebook-not-json', { path, detail: 'the file is empty' });
  const at = jsonErrorAt(text);
  const where = `line ${String(lineOf(text, at))}, column ${String(columnOf(text, at))}`;
  const detail =
    at >= text.trimEnd().length
      ? `it ends too early, at ${where}`
      : `unexpected ${JSON.stringify(text.slice(at, at + 1))} at ${where}`;
  fail('notebook-not-json', { path, detail });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function columnOf(text: string, offset: number): number {
  return offset - text.lastIndexOf('\n', offset - 1);
}

/** What may stand at a place, between two values of a document. */
type Expect = 'value' | 'first-value' | 'first-key' | 'key' | 'colon' | 'comma';

const SPACE = /[ \t\n\r]*/y;
// The string's loop is unrolled: strings of megabytes must neither recurse nor backtrack.
const SCALAR =
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Offset of the first character that no JSON document can have there; the length of
 * the text when it only ends too early.
 */
export function jsonErrorAt(text: string): number {
  const open: string[] = [];
  let expect: Expect = 'value';
  let at = skip(SPACE, text, 0);
  for (;;) {
    const step = next(text, at, expect, open);
    if (step === undefined) return at;
    at = skip(SPACE, text, step.at);
    expect = step.expect;
  }
}

interface Step {
  readonly at: number;
  readonly expect: Expect;
}

function next(
  text: string,
  at: number,
  expect: Expect,
  open: string[]
): Step | undefined {
  const char = text.charAt(at);
  switch (expect) {
    case 'colon':
      return char === ':' ? { at: at + 1, expect: 'value' } : undefined;
    case 'comma':
      return separator(char, at, open);
    case 'first-key':
    case 'key':
      return keyAt(text, at, expect, open);
    case 'first-value':
    case 'value':
      return valueAt(text, at, expect, open);
  }
}

function separator(char: string, at: number, open: string[]): Step | undefined {
  const closing = open.at(-1);
  if (char === ',' && closing !== undefined) {
    return { at: at + 1, expect: closing === '}' ? 'key' : 'value' };
  }
  return close(char, at, open);
}

function keyAt(
  text: string,
  at: number,
  expect: Expect,
  open: string[]
): Step | undefined {
  if (text.charAt(at) === '"') {
    const end = skip(SCALAR, text, at);
    return end > at ? { at: end, expect: 'colon' } : undefined;
  }
  return expect === 'first-key' ? close(text.charAt(at), at, open) : undefined;
}

function valueAt(
  text: string,
  at: number,
  expect: Expect,
  open: string[]
): Step | undefined {
  const char = text.charAt(at);
  if (char === '{' || char === '[') {
    open.push(char === '{' ? '}' : ']');
    return { at: at + 1, expect: char === '{' ? 'first-key' : 'first-value' };
  }
  const end = skip(SCALAR, text, at);
  if (end > at) return { at: end, expect: 'comma' };
  return expect === 'first-value' ? close(char, at, open) : undefined;
}

function close(char: string, at: number, open: string[]): Step | undefined {
  if (char === '' || char !== open.at(-1)) return undefined;
  open.pop();
  return { at: at + 1, expect: 'comma' };
}

/** Offset behind the match of a sticky expression; `from` when it does not match. */
function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
