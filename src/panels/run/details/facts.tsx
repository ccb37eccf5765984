/** Names and numbers of the run. */
import {
  patchedFields,
  type ClusterRef,
  type ManifestPatch,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { absoluteText } from '../../../ui/format.js';
import { messageText } from '../../../ui/messages.js';
import { useTrans } from '../../../ui/trans.js';
import type { RunProps } from '../context.js';

export interface FactsProps extends RunProps {
  /** Absent of a run that another tool started. */
  readonly plan: Plan | undefined;
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

/** What shows all that belongs to the run. */
function objectsCommand(run: Run, { context, namespace }: ClusterRef): string {
  const kind = (run.kind ?? 'job').toLowerCase();
  const labels = `jupyterlab-kubeflow.io/run=${run.id}`;
  return `kubectl --context ${context} -n ${namespace} get ${kind},pod,configmap,service -l ${labels}`;
}

function factsOf(
  trans: TranslationBundle,
  { run, plan }: FactsProps
): (readonly [string, ReactNode])[] {
  return [
    [trans.__('Id'), <code>{run.id}</code>],
    [trans.__('Source'), run.source],
    [trans.__('Started'), absoluteText(run.createdAt)],
    ...(plan ? planFacts(trans, plan) : []),
    run.target?.kind === 'cluster'
      ? [trans.__('Objects'), <code>{objectsCommand(run, run.target)}</code>]
      : [trans.__('Folder'), <code>{run.folder ?? '–'}</code>]
  ];
}

function planFacts(
  trans: TranslationBundle,
  { source, environment, cluster, bundle }: Plan
): (readonly [string, ReactNode])[] {
  const { version, reason } = environment;
  const what = environment.kind === 'image' ? environment.image : environment.python;
  return [
    ...(source.commit === undefined
      ? []
      : [[trans.__('Commit'), <code>{source.commit}</code>] as const]),
    [
      trans.__('Environment'),
      <>
        {version === undefined ? '' : `Python ${version} · `}
        <code>{what}</code> ({messageText(trans, reason)})
      </>
    ],
    [trans.__('Digest of the bundle'), <code>{bundle.digest}</code>],
    ...(cluster
      ? [[trans.__('Delivery'), messageText(trans, cluster.delivery.reason)] as const]
      : []),
    ...(cluster?.patch
      ? [[trans.__('Customised'), <Fields patch={cluster.patch} />] as const]
      : [])
  ];
}

/** What was changed by hand in the manifest. */
function Fields({ patch }: { readonly patch: ManifestPatch }): React.JSX.Element {
  return (
    <ul className="jp-kf-customised">
      {patchedFields(patch).map(field => (
        <li key={field}>
          <code>{field}</code>
        </li>
      ))}
    </ul>
  );
}
