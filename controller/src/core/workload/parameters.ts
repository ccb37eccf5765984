/** Parameters as the runner is given them. */
import {
  bytesText,
  problem,
  type Plan,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { utf8Length } from '../image/utf8.js';

/** Linux takes at most 128 KiB for one variable. */
const LIMIT_BYTES = 120_000;

/** JSON object of the parameters that have a value of their own. */
export function chosenParameters({ parameters }: Pick<Plan, 'parameters'>): string {
  const chosen = parameters.filter(({ value }) => value !== undefined);
  const members = chosen.map(
    parameter => `${JSON.stringify(parameter.name)}:${pythonJson(parameter)}`
  );
  return `{${members.join(',')}}`;
}

/** Why the parameters do not fit into a variable. */
export function parametersProblem(plan: Pick<Plan, 'parameters'>): Problem | undefined {
  const bytes = utf8Length(chosenParameters(plan));
  if (bytes <= LIMIT_BYTES) return undefined;
  const shown = { size: bytesText(bytes), limit: bytesText(LIMIT_BYTES) };
  return problem('parameters-too-large', shown);
}

/** JSON as Python reads it: `2` is an int there, and a float is `2.0`. */
function pythonJson({ type, value }: Plan['parameters'][number]): string {
  const text = JSON.stringify(value);
  return type === 'float' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
