/** GPUs of each pod: offered as far as nodes are known, and typed where they are not. */
import {
  GPU_TYPE,
  GPUS,
  USUAL_GPU,
  type ClusterChoices,
  type Gpu
} from '@jupyterlab-kubeflow/protocol';
import { useId } from 'react';
import { Row } from '../../../ui/row.js';
import { TextField } from '../../../ui/text-field.js';
import { useTrans } from '../../../ui/trans.js';
import type { ClusterPartProps } from './part.js';

/** Of a node with eight, one, two, four and eight. */
function counts(most: number): readonly number[] {
  return [1, 2, 4, 8, 16].filter(count => count <= most);
}

function offeredGpus(choices: ClusterChoices | undefined): readonly string[] {
  return (choices?.gpus ?? []).flatMap(({ resource, perNode }) =>
    counts(perNode).map(count => GPUS.write({ count, resource }))
  );
}

export function Gpus(props: ClusterPartProps): React.JSX.Element {
  const { made, choices, change } = props;
  const trans = useTrans();
  const id = useId();
  const { gpu } = made.workload;
  const offered = offeredGpus(choices);
  const objection = (text: string): string | undefined =>
    isNone(text) || GPUS.read(text)
      ? undefined
      : trans.__(
          'A number, and if it is not %1 the resource: 1:amd.com/gpu',
          USUAL_GPU
        );
  return (
    <>
      <Row
        label={trans.__('GPUs')}
        field={id}
        reason={
          offered.length === 0 ? trans.__('No node is known to have one.') : undefined
        }
      >
        <TextField
          id={id}
          value={gpu ? GPUS.write(gpu) : ''}
          hint={trans.__('none')}
          offered={offered}
          objection={objection}
          onCommit={text => {
            change({ gpu: chosen(text, gpu) });
          }}
        />
      </Row>
      {gpu && <GpuType {...props} gpu={gpu} />}
    </>
  );
}

const isNone = (text: string): boolean => /^\s*0*\s*$/.test(text);

/** Another number of the same resource is of the same type. */
function chosen(text: string, before: Gpu | undefined): Gpu | undefined {
  const gpu = isNone(text) ? undefined : GPUS.read(text);
  const same = gpu && before?.type && before.resource === gpu.resource;
  return same && before.type ? { ...gpu, type: before.type } : gpu;
}

function GpuType({
  gpu,
  choices,
  change
}: ClusterPartProps & { readonly gpu: Gpu }): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const types = choices?.gpus.find(({ resource }) => resource === gpu.resource)?.types;
  const objection = (text: string): string | undefined =>
    text === '' || GPU_TYPE.read(text)
      ? undefined
      : trans.__('Write it as: %1', GPU_TYPE.example);
  return (
    <Row label={trans.__('GPU type')} field={id}>
      <TextField
        id={id}
        value={gpu.type ? GPU_TYPE.write(gpu.type) : ''}
        hint={trans.__('any')}
        offered={types?.map(GPU_TYPE.write) ?? []}
        objection={objection}
        onCommit={text => {
          const { count, resource } = gpu;
          const type = GPU_TYPE.read(text);
          change({ gpu: { count, resource, ...(type ? { type } : {}) } });
        }}
      />
    </Row>
  );
}
