/** Why an input is not there, as what fetches it has written it down. */
import {
  ERRORS,
  problem,
  type ErrorCode,
  type Problem
} from '@jupyterlab-kubeflow/protocol';

/** Longest text that is quoted, in characters. */
const LIMIT = 500;

/** The problem; undefined when the text is none: whoever was killed has said nothing. */
export function inputProblem(text: string): Problem | undefined {
  const { code, params } = parsed(text);
  if (typeof code !== 'string' || !isInputCode(code) || !isObject(params))
    return undefined;
  const texts = Object.entries(params).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value.slice(0, LIMIT)] as const] : []
  );
  // Its parameters are read from text: a hole that none fills stays as it is.
  return problem(code, Object.fromEntries(texts) as Parameters<typeof problem>[1]);
}

type Fields = Readonly<Record<string, unknown>>;

function isInputCode(code: string): code is ErrorCode {
  return code.startsWith('input-') && Object.hasOwn(ERRORS, code);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
