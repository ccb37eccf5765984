/** Taking down a renderer that stands in React's part of the page. */
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

/**
 * Disposes a widget whose place React may have taken out of the page before: Lumino
 * would refuse to detach it then.
 */
export function release(widget: Widget): void {
  if (widget.isAttached) {
    MessageLoop.sendMessage(widget, Widget.Msg.BeforeDetach);
    widget.node.remove();
    MessageLoop.sendMessage(widget, Widget.Msg.AfterDetach);
  }
  widget.dispose();
}
