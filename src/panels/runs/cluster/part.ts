/** What the parts of the form for a cluster share. */
import type {
  ClusterChoices,
  ClusterPlan,
  ClusterRef,
  ClusterSettings,
  Plan
} from '@jupyterlab-kubeflow/protocol';
import { messageText } from '../../../ui/messages.js';
import { useTrans } from '../../../ui/trans.js';
import type { PlanFormProps } from '../options.js';

/** What each part of the form is given. */
export interface ClusterPartProps extends PlanFormProps {
  readonly target: ClusterRef;
  readonly made: ClusterPlan;
  readonly choices: ClusterChoices | undefined;
  /** Changes fields; `undefined` leaves one to the plan again. */
  readonly change: (change: {
    readonly [F in keyof ClusterSettings]?: ClusterSettings[F] | undefined;
  }) => void;
}

/** Why a field has its value, as the plan says. */
export function useFieldReason(plan: Plan, field: string): string | undefined {
  const trans = useTrans();
  const reason = plan.reasons[`cluster.workload.${field}`];
  return reason && messageText(trans, reason);
}
