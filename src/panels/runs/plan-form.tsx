/** Where, as what, and with how many workers. */
import { HTMLSelect } from '@jupyterlab/ui-components';
import type {
  Framework,
  Mode,
  Plan,
  TargetRef,
  TargetsAnswer
} from '@jupyterlab-kubeflow/protocol';
import { useId, useState } from 'react';
import { messageText } from '../../ui/messages.js';
import { rankCount } from '../../ui/plan-texts.js';
import { Row } from '../../ui/row.js';
import { Stepper } from '../../ui/stepper.js';
import { useTrans } from '../../ui/trans.js';
import { ClusterForm } from './cluster/cluster-form.js';
import { useTargets } from './cluster/use-place.js';
import { FunctionField } from './function-field.js';
import type { PlanFormProps } from './options.js';

/** Processes one computer may be asked for; the plan warns long before. */
const MOST_WORKERS = 64;

/** Names of products are the same in every language. */
const PYTORCH = 'PyTorch';
const TENSORFLOW = 'TensorFlow';

export function PlanForm(props: PlanFormProps): React.JSX.Element {
  return (
    <div className="jp-kf-form">
      <Where {...props} />
      <Cluster {...props} />
      <As {...props} />
      <Workers {...props} />
    </div>
  );
}

function useReason(plan: Plan, field: string): string | undefined {
  const trans = useTrans();
  const reason = plan.reasons[field];
  return reason && messageText(trans, reason);
}

function Where({ plan, runs, answer }: PlanFormProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const { environment, target } = answer.plan;
  const { version = '', python } = environment;
  const known = useTargets(runs);
  const python3 = trans.__('Python %1', version);
  const own = `${python3}: ${messageText(trans, environment.reason)}`;
  const options = contextsOf(known, target).map(context => ({
    value: `${CONTEXT}${context}`,
    label: context
  }));
  return (
    <Row
      label={trans.__('Where')}
      field={id}
      reason={environment.kind === 'interpreter' ? own : undefined}
    >
      <HTMLSelect
        id={id}
        title={environment.kind === 'interpreter' ? python : undefined}
        value={target.kind === 'local' ? LOCAL : `${CONTEXT}${target.context}`}
        options={[{ value: LOCAL, label: trans.__('This computer') }, ...options]}
        onChange={event => {
          plan.update({ target: chosenTarget(known, event.target.value) });
        }}
      />
    </Row>
  );
}

const LOCAL = 'local';
/** Names of contexts may be anything, also `local`. */
const CONTEXT = 'context:';

/** The plan's own is offered though its kubeconfig may be gone. */
function contextsOf(known: TargetsAnswer | undefined, target: TargetRef): string[] {
  const offered = (known?.targets ?? []).flatMap(({ ref }) =>
    ref.kind === 'cluster' ? ref.context : []
  );
  const own = target.kind === 'cluster' ? [target.context] : [];
  return [...new Set([...offered, ...own])];
}

/** `undefined`: this computer. */
function chosenTarget(
  known: TargetsAnswer | undefined,
  value: string
): TargetRef | undefined {
  return known?.targets.find(
    ({ ref }) => ref.kind === 'cluster' && `${CONTEXT}${ref.context}` === value
  )?.ref;
}

function Cluster(props: PlanFormProps): React.JSX.Element | null {
  const { target, cluster } = props.answer.plan;
  if (target.kind !== 'cluster' || !cluster) return null;
  return <ClusterForm {...props} target={target} made={cluster} />;
}

function As({ plan, answer }: PlanFormProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  // A function runs only when it has a name: until then nothing is chosen.
  const [naming, setNaming] = useState(false);
  const reason = useReason(answer.plan, 'mode');
  const mode = naming ? 'function' : answer.plan.mode;
  return (
    <Row
      label={trans.__('As')}
      field={id}
      reason={naming ? trans.__('Name the function and press Enter.') : reason}
    >
      <HTMLSelect
        id={id}
        value={mode}
        options={[
          { value: 'script', label: trans.__('Script') },
          { value: 'notebook', label: trans.__('Whole notebook') },
          { value: 'function', label: trans.__('Function …') }
        ]}
        onChange={event => {
          const next = event.target.value as Mode;
          setNaming(next === 'function');
          if (next !== 'function') plan.update({ mode: next, function: undefined });
        }}
      />
      {mode === 'function' && (
        <FunctionField
          plan={plan}
          script={answer.script}
          onNamed={() => {
            setNaming(false);
          }}
        />
      )}
    </Row>
  );
}

function Workers({ plan, answer }: PlanFormProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const label = trans.__('Workers');
  return (
    <Row label={label} field={id} reason={useReason(answer.plan, 'workload.framework')}>
      <Stepper
        id={id}
        label={label}
        value={plan.state.settings.ranks ?? rankCount(answer.plan)}
        least={1}
        most={MOST_WORKERS}
        onChange={ranks => {
          plan.update({ ranks });
        }}
      />
      <HTMLSelect
        aria-label={trans.__('Framework')}
        value={plan.state.settings.framework ?? answer.plan.workload.framework}
        options={[
          { value: 'none', label: trans.__('no framework') },
          { value: 'torch', label: PYTORCH },
          { value: 'tensorflow', label: TENSORFLOW }
        ]}
        onChange={event => {
          plan.update({ framework: event.target.value as Framework });
        }}
      />
    </Row>
  );
}
