/** Parameters as a form shows them, and what a form gives back. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';

/** Text of the field: the chosen value, else the default. */
export function parameterText(
  parameter: Parameter,
  chosen: Readonly<Record<string, unknown>>
): string {
  const value = chosen[parameter.name];
  if (value === undefined) return defaultText(parameter);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The default as a person would type it: a plain string without its quotes. */
export function defaultText({ type, defaultSource }: Parameter): string {
  const quoted = /^(['"])([^'"\\]*)\1$/.exec(defaultSource);
  return type === 'str' && quoted ? (quoted[2] ?? '') : defaultSource;
}

/** Chosen values after a field was changed; the default's text takes the choice back. */
export function chooseParameter(
  parameter: Parameter,
  chosen: Readonly<Record<string, unknown>>,
  text: string
): Record<string, unknown> {
  const others = Object.entries(chosen).filter(([name]) => name !== parameter.name);
  const back = text === defaultText(parameter);
  return Object.fromEntries(back ? others : [...others, [parameter.name, text]]);
}

/** Why a text cannot be a value of the parameter's type; the back end judges the rest. */
export function isPlausible({ type }: Parameter, text: string): boolean {
  if (type === 'int') return /^\s*[-+]?\d[\d_]*\s*$/.test(text);
  if (type === 'float') return text.trim() !== '' && !Number.isNaN(Number(text));
  return true;
}
