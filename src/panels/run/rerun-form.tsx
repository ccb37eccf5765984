/** The parameters of the run, to start it again with others. */
import { Button } from '@jupyterlab/ui-components';
import type { Plan, Problem } from '@jupyterlab-kubeflow/protocol';
import { useRef, useState, type FormEvent } from 'react';
import { isKey } from '../../ui/keys.js';
import { Note } from '../../ui/note.js';
import { defaultText } from '../../ui/parameters.js';
import { ParameterField } from '../../ui/parameter-field.js';
import { useTrans } from '../../ui/trans.js';
import { useRunView, type RunProps } from './context.js';

type Values = Readonly<Record<string, unknown>>;

/** Escape closes it as long as there is nothing in it to lose. */
export function RerunForm({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { session, actions } = useRunView();
  const plan = session.detail?.plan;
  const changed = useRef(false);
  const onChanged = (): void => {
    changed.current = true;
  };
  return (
    <section
      className="jp-kf-rerun"
      aria-label={trans.__('Run again with changes')}
      // Also what is typed and not yet taken.
      onInput={onChanged}
      onKeyDown={event => {
        if (!isKey(event, 'Escape')) return;
        event.preventDefault();
        if (!changed.current) actions.askForChanges(false);
      }}
    >
      <h2>{trans.__('Run again with changes')}</h2>
      {plan ? (
        <Form key={run.id} plan={plan} onChanged={onChanged} />
      ) : (
        <p>{trans.__('Loading …')}</p>
      )}
    </section>
  );
}

interface FormProps {
  readonly plan: Plan;
  readonly onChanged: () => void;
}

function Form({ plan, onChanged }: FormProps): React.JSX.Element {
  const { actions } = useRunView();
  const [chosen, setChosen] = useState<Values>(() => chosenIn(plan));
  const [problem, setProblem] = useState<Problem | undefined>();
  const [starting, setStarting] = useState(false);
  const start = async (): Promise<void> => {
    setStarting(true);
    const why = await actions.rerunWith(withDefaults(plan, chosen));
    setStarting(false);
    setProblem(why);
    if (!why) actions.askForChanges(false);
  };
  const onChange = (next: Values): void => {
    onChanged();
    setChosen(next);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void start();
  };
  return (
    <form onSubmit={onSubmit}>
      <Fields plan={plan} chosen={chosen} onChange={onChange} />
      {problem && <Note problem={problem} />}
      <Buttons starting={starting} />
    </form>
  );
}

function Buttons({ starting }: { readonly starting: boolean }): React.JSX.Element {
  const trans = useTrans();
  const { actions } = useRunView();
  return (
    <div className="jp-kf-note-actions">
      <Button className="jp-mod-styled jp-mod-accept" type="submit" disabled={starting}>
        {starting ? trans.__('Starting …') : trans.__('Run Again')}
      </Button>
      <Button
        className="jp-mod-styled jp-mod-reject"
        type="button"
        onClick={() => {
          actions.askForChanges(false);
        }}
      >
        {trans.__('Close')}
      </Button>
    </div>
  );
}

function Fields(props: {
  readonly plan: Plan;
  readonly chosen: Values;
  readonly onChange: (chosen: Values) => void;
}): React.JSX.Element {
  const trans = useTrans();
  const { plan, chosen, onChange } = props;
  if (plan.parameters.length === 0) {
    return (
      <p className="jp-kf-quiet-line">
        {trans.__(
          'This run has no parameters. Tag a cell of assignments “parameters” to get some.'
        )}
      </p>
    );
  }
  return (
    <div className="jp-kf-fields">
      {plan.parameters.map(parameter => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          chosen={chosen}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

function chosenIn({ parameters }: Plan): Values {
  return Object.fromEntries(
    parameters.flatMap(({ name, value }) =>
      value === undefined ? [] : [[name, value]]
    )
  );
}

/** What was chosen before and is not now goes back to its default. */
function withDefaults(plan: Plan, chosen: Values): Values {
  const back = plan.parameters.filter(
    ({ name, value }) => value !== undefined && !(name in chosen)
  );
  return {
    ...Object.fromEntries(back.map(one => [one.name, defaultText(one)])),
    ...chosen
  };
}
