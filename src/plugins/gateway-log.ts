/** The log of the gateway in a dialog. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import '../../style/gateway-log.css';

export async function showLog(trans: TranslationBundle, log: string): Promise<void> {
  const body = new Widget({ node: document.createElement('pre') });
  body.addClass('jp-kf-gateway-log');
  body.node.textContent = log || trans.__('The log is empty.');
  await showDialog({
    title: trans.__('Log of the gateway'),
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}
