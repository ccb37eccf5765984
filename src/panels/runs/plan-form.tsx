/** Where, as what, and with how many workers. */
import { HTMLSelect } from '@jupyterlab/ui-components';
import type { Framework, Mode, Plan } from '@jupyterlab-kubeflow/protocol';
import { useId, useState } from 'react';
import { messageText } from '../../ui/messages.js';
import { rankCount } from '../../ui/plan-texts.js';
import { Row } from '../../ui/row.js';
import { Stepper } from '../../ui/stepper.js';
import { useTrans } from '../../ui/trans.js';
import { ClusterForm } from './cluster/cluster-form.js';
import { Where } from './cluster/where.js';
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
      <As {...props} />
      <Workers {...props} />
      <Cluster {...props} />
    </div>
  );
}

function useReason(plan: Plan, field: string): string | undefined {
  const trans = useTrans();
  const reason = plan.reasons[field];
  return reason && messageText(trans, reason);
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
