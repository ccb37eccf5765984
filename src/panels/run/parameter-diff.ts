/** Parameters of two runs side by side. */
import type { Plan } from '@jupyterlab-kubeflow/protocol';
import { defaultText } from '../../ui/parameters.js';

export interface ComparedValue {
  readonly name: string;
  /** Absent: that run has no such parameter. */
  readonly here: string | undefined;
  readonly there: string | undefined;
  readonly differs: boolean;
}

/** Values as text, by name: what was chosen, else the default. */
export function parameterValues(plan: Plan): ReadonlyMap<string, string> {
  return new Map(
    plan.parameters.map(parameter => [parameter.name, valueText(parameter)])
  );
}

export function compareValues(
  here: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>
): ComparedValue[] {
  const names = [...new Set([...here.keys(), ...there.keys()])];
  return names.map(name => {
    const one = here.get(name);
    const other = there.get(name);
    return { name, here: one, there: other, differs: one !== other };
  });
}

/** As Python writes it: a default is Python's source, a choice is JSON. */
const PYTHON = new Map<unknown, string>([
  [true, 'True'],
  [false, 'False'],
  [null, 'None']
]);

function valueText(parameter: Plan['parameters'][number]): string {
  const { value } = parameter;
  if (value === undefined) return defaultText(parameter);
  if (typeof value === 'string') return value;
  return PYTHON.get(value) ?? JSON.stringify(value);
}
