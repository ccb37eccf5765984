/** Parameters as the runner is given them. */
import type { Plan } from '@jupyterlab-kubeflow/protocol';

/** JSON object of the parameters that have a value of their own. */
export function chosenParameters({ parameters }: Pick<Plan, 'parameters'>): string {
  const chosen = parameters.filter(({ value }) => value !== undefined);
  const members = chosen.map(
    parameter => `${JSON.stringify(parameter.name)}:${pythonJson(parameter)}`
  );
  return `{${members.join(',')}}`;
}

/** JSON as Python reads it: `2` is an int there, and a float is `2.0`. */
function pythonJson({ type, value }: Plan['parameters'][number]): string {
  const text = JSON.stringify(value);
  return type === 'float' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
