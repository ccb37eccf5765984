/** What a plan for a cluster can be told: place, image, workload, resources. */
import { HTMLSelect } from '@jupyterlab/ui-components';
import {
  bytesText,
  CORES,
  SIZE,
  type ClusterPlan,
  type ClusterRef,
  type ClusterSettings,
  type WorkloadKind
} from '@jupyterlab-kubeflow/protocol';
import { useId } from 'react';
import { messageText } from '../../../ui/messages.js';
import { Disclosure, Row } from '../../../ui/row.js';
import { TextField } from '../../../ui/text-field.js';
import { useTrans } from '../../../ui/trans.js';
import type { PlanFormProps } from '../options.js';
import { Customised } from './customised.js';
import { Advanced } from './advanced.js';
import { Gpus } from './gpus.js';
import { useFieldReason, type ClusterPartProps } from './part.js';
import { quotaText } from './quota.js';
import { useChoices } from './use-place.js';
import { Delivery } from './delivery.js';

export function ClusterForm(
  props: PlanFormProps & { readonly target: ClusterRef; readonly made: ClusterPlan }
): React.JSX.Element {
  const { plan, runs, target } = props;
  const choices = useChoices(runs, target);
  const change: ClusterPartProps['change'] = fields => {
    const merged = { ...plan.state.settings.cluster, ...fields };
    const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
    const cluster = Object.fromEntries(kept) as ClusterSettings;
    plan.update({ cluster: kept.length === 0 ? undefined : cluster });
  };
  const part = { ...props, choices, change };
  return (
    <>
      <Image {...part} />
      <Kind {...part} />
      <Resources {...part} />
      <Delivery {...part} />
      <Advanced {...part} />
      <Customised {...part} />
    </>
  );
}

function Image({ plan, answer, choices }: ClusterPartProps): React.JSX.Element | null {
  const trans = useTrans();
  const id = useId();
  const { environment } = answer.plan;
  if (environment.kind !== 'image') return null;
  return (
    <Row
      label={trans.__('Image')}
      field={id}
      reason={messageText(trans, environment.reason)}
    >
      <TextField
        id={id}
        value={plan.state.settings.image ?? ''}
        hint={environment.image}
        offered={choices?.images.map(({ image }) => image) ?? []}
        onCommit={image => {
          plan.update({ image: image || undefined });
        }}
      />
    </Row>
  );
}

function Kind({ answer, made, choices, change }: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const { kind } = made.workload;
  const kinds = new Set<WorkloadKind>(['Job', kind, ...(choices?.kinds ?? [])]);
  return (
    <Row
      label={trans.__('Workload')}
      field={id}
      reason={useFieldReason(answer.plan, 'kind')}
    >
      <HTMLSelect
        id={id}
        value={kind}
        options={[...kinds].map(value => ({ value, label: value }))}
        onChange={event => {
          change({ kind: event.target.value as WorkloadKind });
        }}
      />
    </Row>
  );
}

function Resources(props: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const { made, choices } = props;
  const { cpu, memoryBytes, gpu } = made.workload;
  const parts = [trans.__('%1 CPU', cpu), bytesText(memoryBytes)];
  if (gpu) parts.push(trans._n('%1 GPU', '%1 GPUs', gpu.count));
  return (
    <Disclosure label={trans.__('Resources')} summary={parts.join(' · ')}>
      <Cpu {...props} />
      <Memory {...props} />
      <Gpus {...props} />
      {choices?.quotas.map(quota => (
        <p key={`${quota.quota} ${quota.resource}`} className="jp-kf-row-reason">
          {quotaText(trans, quota)}
        </p>
      ))}
    </Disclosure>
  );
}

function Cpu({ answer, made, plan, change }: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const chosen = plan.state.settings.cluster?.cpu;
  const objection = (text: string): string | undefined =>
    text === '' || CORES.read(text) !== undefined
      ? undefined
      : trans.__('A number of cores, e.g. 0.5');
  return (
    <Row label={trans.__('CPU')} field={id} reason={useFieldReason(answer.plan, 'cpu')}>
      <TextField
        id={id}
        value={chosen === undefined ? '' : CORES.write(chosen)}
        hint={CORES.write(made.workload.cpu)}
        objection={objection}
        onCommit={text => {
          change({ cpu: CORES.read(text) });
        }}
      />
    </Row>
  );
}

function Memory({ answer, made, plan, change }: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const chosen = plan.state.settings.cluster?.memoryBytes;
  const objection = (text: string): string | undefined =>
    text === '' || SIZE.read(text) !== undefined
      ? undefined
      : trans.__('A size, e.g. 8 GiB');
  return (
    <Row
      label={trans.__('Memory')}
      field={id}
      reason={useFieldReason(answer.plan, 'memoryBytes')}
    >
      <TextField
        id={id}
        value={chosen === undefined ? '' : SIZE.write(chosen)}
        hint={SIZE.write(made.workload.memoryBytes)}
        objection={objection}
        onCommit={text => {
          change({ memoryBytes: SIZE.read(text) });
        }}
      />
    </Row>
  );
}
