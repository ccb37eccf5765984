/** What the Runs panel is given. */
import type { Place, PlanAnswer } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IPlan, IRuns } from '../../tokens.js';

export interface RunsPanelOptions {
  readonly runs: IRuns;
  /** Absent where there are no notebooks: the panel then only lists runs. */
  readonly plan: IPlan | undefined;
  /** Everything a button does is a command: see `CommandIDs`. */
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  readonly copy: (text: string) => void;
}

export interface RunsPanelProps extends RunsPanelOptions {
  /** Whether the panel is in sight: its sidebar can be closed. */
  readonly visible: boolean;
}

export interface PlanCardProps extends RunsPanelProps {
  readonly plan: IPlan;
}

/** What the parts of the plan card are given. */
export interface PlanPartProps extends PlanCardProps {
  /** Shows a place of the notebook. */
  readonly goTo: (place: Place) => void;
}

/** What the form is given: there is a plan. */
export type PlanFormProps = PlanPartProps & { readonly answer: PlanAnswer };
