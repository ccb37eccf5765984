/** Where it runs: this computer, or a context and a namespace of it. */
import { HTMLSelect } from '@jupyterlab/ui-components';
import type {
  ClusterRef,
  TargetRef,
  TargetsAnswer
} from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useId } from 'react';
import { messageText } from '../../../ui/messages.js';
import { Note } from '../../../ui/note.js';
import { Row } from '../../../ui/row.js';
import { TextField } from '../../../ui/text-field.js';
import { useTrans } from '../../../ui/trans.js';
import type { PlanFormProps } from '../options.js';
import { useNamespaces, useTargets } from './use-place.js';

export function Where(props: PlanFormProps): React.JSX.Element {
  const { target, checks } = props.answer.plan;
  const known = useTargets(props.runs);
  // Why the cluster cannot be asked is said where it is chosen.
  const refused = checks.find(
    ({ name, outcome }) => name === 'cluster' && outcome === 'failed'
  )?.problem;
  return (
    <>
      <Place {...props} known={known} />
      {target.kind === 'cluster' && <Namespace {...props} target={target} />}
      {known?.problem && <Note problem={known.problem} />}
      {refused && <Note problem={refused} />}
    </>
  );
}

function Place({
  plan,
  answer,
  known
}: PlanFormProps & { readonly known: TargetsAnswer | undefined }): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const { environment, target } = answer.plan;
  const { version = '', python } = environment;
  const own = `${trans.__('Python %1', version)}: ${messageText(trans, environment.reason)}`;
  const isOwn = environment.kind === 'interpreter';
  return (
    <Row label={trans.__('Where')} field={id} reason={isOwn ? own : undefined}>
      <HTMLSelect
        id={id}
        title={isOwn ? python : undefined}
        value={target.kind === 'local' ? LOCAL : `${CONTEXT}${target.context}`}
        options={[
          { value: LOCAL, label: trans.__('This computer') },
          ...contextOptions(trans, known, target)
        ]}
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

/** The current one first; the plan's own is offered though its kubeconfig may be gone. */
function contextOptions(
  trans: TranslationBundle,
  known: TargetsAnswer | undefined,
  target: TargetRef
): { readonly value: string; readonly label: string }[] {
  const offered = (known?.targets ?? []).filter(({ ref }) => ref.kind === 'cluster');
  const first = [...offered].sort((a, b) => Number(b.current) - Number(a.current));
  const contexts = first.map(({ ref, current }) => ({
    context: (ref as ClusterRef).context,
    current
  }));
  const own =
    target.kind === 'cluster' && !contexts.some(each => each.context === target.context)
      ? [{ context: target.context, current: false }]
      : [];
  return [...contexts, ...own].map(({ context, current }) => ({
    value: `${CONTEXT}${context}`,
    label: current ? trans.__('%1 (current)', context) : context
  }));
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

function Namespace({
  plan,
  runs,
  target
}: PlanFormProps & { readonly target: ClusterRef }): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const offered = useNamespaces(runs, target);
  return (
    <Row label={trans.__('Namespace')} field={id}>
      <TextField
        id={id}
        value={target.namespace}
        offered={offered ?? []}
        onCommit={namespace => {
          if (namespace) plan.update({ target: { ...target, namespace } });
        }}
      />
    </Row>
  );
}
