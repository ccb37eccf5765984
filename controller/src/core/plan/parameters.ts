/** Values for a run's parameters: text is read by the type the notebook gives the default. */
import { problem, type Parameter, type Problem } from '@jupyterlab-kubeflow/protocol';

/** The parameters with their values, and what is wrong with the values. */
export interface ChosenParameters {
  readonly parameters: readonly Parameter[];
  readonly problems: readonly Problem[];
}

/** Sets values; a name nobody declared and a value of the wrong type are problems. */
export function chooseParameters(
  declared: readonly Parameter[],
  values: Readonly<Record<string, unknown>>
): ChosenParameters {
  const problems: Problem[] = Object.keys(values)
    .filter(name => !declared.some(parameter => parameter.name === name))
    .map(name => unknown(name, declared));
  const parameters = declared.map(parameter => {
    if (!Object.hasOwn(values, parameter.name)) return parameter;
    const raw = values[parameter.name];
    const value = typeof raw === 'string' ? read(parameter.type, raw) : raw;
    if (value !== undefined && fits(parameter.type, value))
      return { ...parameter, value };
    problems.push(wrongType(parameter, raw));
    return parameter;
  });
  return { parameters, problems };
}

function unknown(name: string, declared: readonly Parameter[]): Problem {
  if (declared.length === 0) return problem('parameters-none', { name });
  const known = declared.map(parameter => parameter.name).join(', ');
  return problem('parameter-unknown', { name, known });
}

function wrongType({ name, type }: Parameter, value: unknown): Problem {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return problem('parameter-type', { name, type, value: shown });
}

const TRUE = /^(true|yes|on|1)$/i;
const FALSE = /^(false|no|off|0)$/i;

/** `undefined` when the text is not of the type. */
function read(type: Parameter['type'], text: string): unknown {
  switch (type) {
    case 'str':
      return text;
    case 'int':
      return /^[+-]?\d[\d_]*$/.test(text)
        ? Number(text.replaceAll('_', ''))
        : undefined;
    case 'float':
      return text.trim() === '' || Number.isNaN(Number(text))
        ? undefined
        : Number(text);
    case 'bool':
      return TRUE.test(text) ? true : FALSE.test(text) ? false : undefined;
    case 'list':
    case 'dict':
      return readJson(text);
    case 'none':
    case 'any':
      return readJson(text) ?? text;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON has one kind of number: an integer is fine for a float, not the other way round. */
function fits(type: Parameter['type'], value: unknown): boolean {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value);
    case 'float':
      return Number.isFinite(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'str':
      return typeof value === 'string';
    case 'list':
      return Array.isArray(value);
    case 'dict':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'none':
    case 'any':
      return true;
  }
}

/** Name → value of the parameters that were chosen: what the runner gets. */
export function overridesOf(parameters: readonly Parameter[]): Record<string, unknown> {
  return Object.fromEntries(
    parameters
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => [name, value])
  );
}
