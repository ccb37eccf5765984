/** How the files get there: decided by their size, and to be switched. */
import { HTMLSelect } from '@jupyterlab/ui-components';
import type { DeliveryPlan } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useId } from 'react';
import { messageText } from '../../../ui/messages.js';
import { Row } from '../../../ui/row.js';
import { useTrans } from '../../../ui/trans.js';
import type { ClusterPartProps } from './part.js';

const AUTOMATIC = '';

export function Delivery({ made, plan }: ClusterPartProps): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const { kind, push, reason } = made.delivery;
  const { settings, pushed } = plan.state;
  const ways = wayTexts(trans);
  const chosen = settings.delivery;
  const why =
    push === undefined ? messageText(trans, reason) : pushText(trans, made, pushed);
  return (
    <Row label={trans.__('Delivery')} field={id} reason={why}>
      <HTMLSelect
        id={id}
        value={chosen ?? AUTOMATIC}
        options={[
          { value: AUTOMATIC, label: trans.__('%1 (automatic)', ways[kind]) },
          ...Object.entries(ways).map(([value, label]) => ({ value, label }))
        ]}
        onChange={event => {
          const way = event.target.value as DeliveryPlan['kind'] | typeof AUTOMATIC;
          plan.update({ delivery: way === AUTOMATIC ? undefined : way });
        }}
      />
    </Row>
  );
}

function wayTexts(
  trans: TranslationBundle
): Readonly<Record<DeliveryPlan['kind'], string>> {
  return {
    inline: trans.__('In a ConfigMap'),
    'image-volume': trans.__('In an image that is mounted'),
    append: trans.__('As a layer of the image')
  };
}

function pushText(
  trans: TranslationBundle,
  { delivery: { push = '', reason } }: ClusterPartProps['made'],
  pushed: boolean
): string {
  const why = messageText(trans, reason);
  return pushed
    ? trans.__('Already pushed to %1: %2', push, why)
    : trans.__('Pushed to %1: %2', push, why);
}
