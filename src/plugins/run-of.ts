/** Which run a command is about. */
import type { JupyterFrontEnd } from '@jupyterlab/application';

/** From the arguments, or the run whose context menu is open. */
export function idOf(app: JupyterFrontEnd, args: { readonly id?: unknown }): string {
  if (typeof args.id === 'string') return args.id;
  const node = app.contextMenuHitTest(({ dataset }) => dataset['run'] !== undefined);
  return node?.dataset['run'] ?? '';
}
