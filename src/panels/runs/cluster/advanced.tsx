/** The rest of what a workload can be told, a line each, folded. */
import {
  KINDS_WITH_FIELD,
  RUNTIME,
  type ClusterWorkload,
  type ValueText,
  type WorkloadField
} from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useId } from 'react';
import { Disclosure, Row } from '../../../ui/row.js';
import { TextField } from '../../../ui/text-field.js';
import { useTrans } from '../../../ui/trans.js';
import { useFieldReason, type ClusterPartProps } from './part.js';
import { FIELD_TEXTS } from './field-texts.js';

type AdvancedField = keyof typeof FIELD_TEXTS;

export function Advanced(props: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const { kind } = props.made.workload;
  const names = Object.keys(FIELD_TEXTS) as AdvancedField[];
  const fields = names.filter(name => KINDS_WITH_FIELD[name].includes(kind));
  const chosen = props.plan.state.settings.cluster ?? {};
  const count = fields.filter(name => chosen[name] !== undefined).length;
  return (
    <Disclosure
      label={trans.__('Advanced')}
      summary={
        count === 0 ? trans.__('defaults') : trans._n('%1 chosen', '%1 chosen', count)
      }
    >
      {fields.map(name => (
        <Field key={name} name={name} {...props} />
      ))}
      <Suspend {...props} />
    </Disclosure>
  );
}

function Field(
  props: ClusterPartProps & { readonly name: AdvancedField }
): React.JSX.Element {
  const { name, plan, answer, made, change } = props;
  const trans = useTrans();
  const id = useId();
  const texts = FIELD_TEXTS[name] as ValueText<unknown>;
  const chosen = plan.state.settings.cluster?.[name];
  const decided = made.workload[name as keyof ClusterWorkload];
  const objection = (text: string): string | undefined =>
    text === '' || texts.read(text) !== undefined
      ? undefined
      : trans.__('%1: write it as %2', labelOf(trans, name), texts.example);
  return (
    <Row
      label={labelOf(trans, name)}
      field={id}
      reason={useFieldReason(answer.plan, name)}
    >
      <TextField
        id={id}
        value={chosen === undefined ? '' : texts.write(chosen)}
        hint={hintOf(texts, decided)}
        offered={offered(props, name)}
        objection={objection}
        onCommit={text => {
          const value = text === '' ? undefined : texts.read(text);
          change({ [name]: value });
        }}
      />
    </Row>
  );
}

/** What holds, else how it is written. */
function hintOf(texts: ValueText<unknown>, decided: unknown): string {
  const text = decided === undefined ? '' : texts.write(decided);
  return text === '' ? texts.example : text;
}

function offered(
  { choices }: ClusterPartProps,
  name: WorkloadField
): readonly string[] {
  if (name === 'queue') return choices?.queues ?? [];
  if (name === 'runtime') return choices?.runtimes.map(RUNTIME.write) ?? [];
  if (name === 'volumes') return choices?.claims.map(claim => `${claim}:/data`) ?? [];
  return [];
}

function Suspend({ made, change }: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  return (
    <Row label={trans.__('Start suspended')} field={id}>
      <input
        id={id}
        type="checkbox"
        checked={made.workload.suspend}
        onChange={event => {
          change({ suspend: event.target.checked || undefined });
        }}
      />
    </Row>
  );
}

function labelOf(trans: TranslationBundle, name: AdvancedField): string {
  const labels: Readonly<Record<AdvancedField, string>> = {
    runtime: trans.__('Runtime'),
    shmBytes: trans.__('Shared memory'),
    nprocPerNode: trans.__('Processes per pod'),
    queue: trans.__('Queue'),
    env: trans.__('Variables from Secrets'),
    volumes: trans.__('Volumes'),
    nodeSelector: trans.__('Node labels'),
    tolerations: trans.__('Tolerations'),
    priorityClass: trans.__('Priority class'),
    serviceAccount: trans.__('Service account'),
    imagePullSecrets: trans.__('Pull secrets'),
    labels: trans.__('Labels'),
    annotations: trans.__('Annotations'),
    deadlineSeconds: trans.__('Deadline'),
    retries: trans.__('Retries'),
    ttlSeconds: trans.__('Kept for'),
    elastic: trans.__('Elastic'),
    cleanPodPolicy: trans.__('Pods at the end'),
    successPolicy: trans.__('Success')
  };
  return labels[name];
}
