/** Icons that say how something is; kept from those the page loads at its start. */
import { LabIcon } from '@jupyterlab/ui-components';
import cancelled from '../../style/icons/cancelled.svg';
import running from '../../style/icons/running.svg';
import suspended from '../../style/icons/suspended.svg';
import warning from '../../style/icons/warning.svg';

const mark = (name: string, svgstr: string): LabIcon =>
  new LabIcon({ name: `jupyterlab-kubeflow:${name}`, svgstr });

/** ⊘ */
export const cancelledIcon = mark('cancelled', cancelled);
/** ◐ */
export const runningIcon = mark('running', running);
/** ‖ in a circle */
export const suspendedIcon = mark('suspended', suspended);
/** A triangle with an exclamation mark. */
export const warningIcon = mark('warning', warning);
