/** GPUs of each pod: offered as far as nodes are known, and typed where they are not. */
import { GPU_TYPE, GPUS, USUAL_GPU, type Gpu } from '@jupyterlab-kubeflow/protocol';
import { useId } from 'react';
import { Row } from '../../../ui/row.js';
import { TextField } from '../../../ui/text-field.js';
import { useTrans } from '../../../ui/trans.js';
import { gpuOf, isGpus, offeredGpus, offeredTypes, ofType } from './gpu-choice.js';
import type { ClusterPartProps } from './part.js';

export function Gpus(props: ClusterPartProps): React.JSX.Element {
  const { made, choices, change } = props;
  const trans = useTrans();
  const id = useId();
  const { gpu } = made.workload;
  const offered = offeredGpus(choices);
  const objection = (text: string): string | undefined =>
    isGpus(text)
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
            change({ gpu: gpuOf(text, gpu) });
          }}
        />
      </Row>
      {gpu && <GpuType {...props} gpu={gpu} />}
    </>
  );
}

function GpuType({
  gpu,
  choices,
  change
}: ClusterPartProps & { readonly gpu: Gpu }): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const objection = (text: string): string | undefined =>
    text === '' || GPU_TYPE.read(text)
      ? undefined
      : trans.__('%1: write it as %2', trans.__('GPU type'), GPU_TYPE.example);
  return (
    <Row label={trans.__('GPU type')} field={id}>
      <TextField
        id={id}
        value={gpu.type ? GPU_TYPE.write(gpu.type) : ''}
        hint={trans.__('any')}
        offered={offeredTypes(choices, gpu)}
        objection={objection}
        onCommit={text => {
          change({ gpu: ofType(gpu, text) });
        }}
      />
    </Row>
  );
}
