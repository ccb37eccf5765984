/** Names and numbers of the run. */
import type { Plan } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { absoluteText } from '../../../ui/format.js';
import { messageText } from '../../../ui/messages.js';
import { useTrans } from '../../../ui/trans.js';
import type { RunProps } from '../context.js';

export interface FactsProps extends RunProps {
  readonly plan: Plan;
}

export function Facts(props: FactsProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <dl className="jp-kf-facts">
      {factsOf(trans, props).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(
  trans: TranslationBundle,
  { run, plan }: FactsProps
): (readonly [string, ReactNode])[] {
  const { python, version, reason } = plan.environment;
  return [
    [trans.__('Id'), <code>{run.id}</code>],
    [trans.__('Source'), run.source],
    [trans.__('Started'), absoluteText(run.createdAt)],
    [
      trans.__('Environment'),
      <>
        {version === undefined ? '' : `Python ${version} · `}
        <code>{python}</code> ({messageText(trans, reason)})
      </>
    ],
    [trans.__('Digest of the bundle'), <code>{plan.bundle.digest}</code>],
    [trans.__('Folder'), <code>{run.folder ?? '–'}</code>]
  ];
}
