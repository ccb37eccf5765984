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
    const { read, fits } = TYPES[parameter.type];
    const value = typeof raw === 'string' ? read(raw) : raw;
    if (value !== undefined && fits(value)) return { ...parameter, value };
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

/** How text becomes a value of a type (`undefined`: it does not), and which values are of it. */
interface TypeRule {
  readonly read: (text: string) => unknown;
  readonly fits: (value: unknown) => boolean;
}

const ANY: TypeRule = { read: text => readJson(text) ?? text, fits: () => true };

const TYPES: Readonly<Record<Parameter['type'], TypeRule>> = {
  str: { read: text => text, fits: value => typeof value === 'string' },
  int: { read: readInteger, fits: Number.isSafeInteger },
  /** JSON has one kind of number: an integer is fine for a float, not the other way round. */
  float: { read: readNumber, fits: Number.isFinite },
  bool: { read: readBoolean, fits: value => typeof value === 'boolean' },
  list: { read: readJson, fits: Array.isArray },
  dict: { read: readJson, fits: isObject },
  none: ANY,
  any: ANY
};

function readInteger(text: string): number | undefined {
  return /^[+-]?\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

function readNumber(text: string): number | undefined {
  return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

function readBoolean(text: string): boolean | undefined {
  if (/^(true|yes|on|1)$/i.test(text)) return true;
  return /^(false|no|off|0)$/i.test(text) ? false : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
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
