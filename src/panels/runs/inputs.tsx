/** Inputs of the run: data that is there before its code starts. */
import {
  INPUT,
  type InputPlan,
  type InputSetting,
  type PlanAnswer,
  type ValueText
} from '@jupyterlab-kubeflow/protocol';
import { useId } from 'react';
import { messageText } from '../../ui/messages.js';
import { Disclosure, Row } from '../../ui/row.js';
import { TextField } from '../../ui/text-field.js';
import { useTrans } from '../../ui/trans.js';
import type { PlanPartProps } from './options.js';

/** Several with blanks between, which no address has; commas before them do no harm. */
const TEXTS: ValueText<InputSetting[]> = {
  example: INPUT.example,
  write: inputs => inputs.map(INPUT.write).join(' '),
  read: text => {
    const inputs = text.trim().split(/,?\s+/).map(INPUT.read);
    return inputs.every(input => input !== undefined) ? inputs : undefined;
  }
};
const EXAMPLE = `${INPUT.example},secret=NAME`;

type InputsProps = PlanPartProps & { readonly answer: PlanAnswer };

export function Inputs(props: InputsProps): React.JSX.Element {
  const trans = useTrans();
  const { inputs = [] } = props.answer.plan;
  const names = inputs.map(({ name }) => name).join(', ');
  return (
    <Disclosure
      label={trans.__('Inputs')}
      summary={inputs.length === 0 ? trans.__('none') : names}
    >
      <Addresses {...props} />
      {inputs.map(input => (
        <Input key={input.name} {...input} />
      ))}
    </Disclosure>
  );
}

function Addresses({ plan }: InputsProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const label = trans.__('Addresses');
  return (
    <Row
      label={label}
      field={id}
      reason={trans.__(
        's3://, gs://, https:// or pvc://; with the credentials of a Secret: %1',
        EXAMPLE
      )}
    >
      <TextField
        id={id}
        value={TEXTS.write(plan.state.settings.inputs ?? [])}
        hint={INPUT.example}
        objection={text =>
          text === '' || TEXTS.read(text) !== undefined
            ? undefined
            : trans.__('%1: write it as %2', label, INPUT.example)
        }
        onCommit={text => {
          plan.update({ inputs: text === '' ? undefined : TEXTS.read(text) });
        }}
      />
    </Row>
  );
}

/** How the code finds it, and what is known of its size. */
function Input({ name, variable, size }: InputPlan): React.JSX.Element {
  const trans = useTrans();
  return (
    <Row label={name} reason={messageText(trans, size)}>
      <code>{variable}</code>
    </Row>
  );
}
