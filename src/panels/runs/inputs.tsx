/** Inputs of the run: data that is there before its code starts. */
import { INPUT, type InputPlan, type PlanAnswer } from '@jupyterlab-kubeflow/protocol';
import { useId } from 'react';
import { messageText } from '../../ui/messages.js';
import { Disclosure, Row } from '../../ui/row.js';
import { TextField } from '../../ui/text-field.js';
import { useTrans } from '../../ui/trans.js';
import { list } from './cluster/field-texts.js';
import type { PlanPartProps } from './options.js';

const TEXTS = list(INPUT);

export function Inputs({
  plan,
  answer
}: PlanPartProps & { readonly answer: PlanAnswer }): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const { inputs = [] } = answer.plan;
  const chosen = plan.state.settings.inputs ?? [];
  const names = inputs.map(({ name }) => name).join(', ');
  return (
    <Disclosure
      label={trans.__('Inputs')}
      summary={inputs.length === 0 ? trans.__('none') : names}
    >
      <Row
        label={trans.__('Addresses')}
        field={id}
        reason={trans.__(
          's3://, gs://, https:// or pvc://; with the credentials of a Secret: %1',
          `${INPUT.example},secret=NAME`
        )}
      >
        <TextField
          id={id}
          value={TEXTS.write(chosen)}
          hint={INPUT.example}
          objection={text =>
            text === '' || TEXTS.read(text) !== undefined
              ? undefined
              : trans.__('%1: write it as %2', trans.__('Addresses'), INPUT.example)
          }
          onCommit={text => {
            plan.update({ inputs: text === '' ? undefined : TEXTS.read(text) });
          }}
        />
      </Row>
      {inputs.map(input => (
        <Input key={input.name} {...input} />
      ))}
    </Disclosure>
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
