/** The field of one run parameter, by its type. */
import type { Parameter } from '@jupyterlab-kubeflow/protocol';
import { useEffect, useId, useState } from 'react';
import { isKey } from './keys.js';
import { chooseParameter, isPlausible, parameterText } from './parameters.js';
import { useTrans } from './trans.js';

export interface ParameterFieldProps {
  readonly parameter: Parameter;
  /** Values chosen so far, by name. */
  readonly chosen: Readonly<Record<string, unknown>>;
  readonly onChange: (chosen: Record<string, unknown>) => void;
}

export function ParameterField(props: ParameterFieldProps): React.JSX.Element {
  const { parameter, chosen } = props;
  const id = useId();
  return (
    <div className="jp-kf-parameter">
      <label htmlFor={id} title={parameter.help}>
        {parameter.name}
      </label>
      {parameter.type === 'bool' ? (
        <Toggle id={id} {...props} />
      ) : (
        <TextField id={id} {...props} />
      )}
      {parameter.name in chosen && <Default {...props} />}
    </div>
  );
}

type FieldProps = ParameterFieldProps & { readonly id: string };

function Toggle({ id, parameter, chosen, onChange }: FieldProps): React.JSX.Element {
  return (
    <input
      id={id}
      type="checkbox"
      checked={/^true$/i.test(parameterText(parameter, chosen))}
      onChange={event => {
        const text = event.target.checked ? 'True' : 'False';
        onChange(chooseParameter(parameter, chosen, text));
      }}
    />
  );
}

/** What is typed counts when the field is left or Enter is pressed. */
function TextField({ id, parameter, chosen, onChange }: FieldProps): React.JSX.Element {
  const trans = useTrans();
  const current = parameterText(parameter, chosen);
  const [text, setText] = useState(current);
  useEffect(() => {
    setText(current);
  }, [current]);
  const wrong = !isPlausible(parameter, text);
  const commit = (): void => {
    if (text !== current) onChange(chooseParameter(parameter, chosen, text));
  };
  return (
    <input
      id={id}
      className="jp-mod-styled"
      value={text}
      aria-invalid={wrong}
      title={
        wrong ? trans.__('Not a value of type %1', parameter.type) : parameter.help
      }
      onChange={event => {
        setText(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={event => {
        if (isKey(event, 'Enter')) commit();
      }}
    />
  );
}

function Default({
  parameter,
  chosen,
  onChange
}: ParameterFieldProps): React.JSX.Element {
  const trans = useTrans();
  const others = Object.fromEntries(
    Object.entries(chosen).filter(([name]) => name !== parameter.name)
  );
  return (
    <button
      type="button"
      className="jp-kf-link"
      onClick={() => {
        onChange(others);
      }}
    >
      {trans.__('default: %1', parameter.defaultSource)}
    </button>
  );
}
