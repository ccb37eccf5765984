/** Whether things fit where they are. */
import type { Locator } from '@playwright/test';

/**
 * Parts that stick out of a widget to the right, or scroll sideways; text that is meant
 * to (code, tables in a frame) does not count.
 */
export function sidewaysParts(widget: Locator): Promise<string[]> {
  return widget.evaluate(root => {
    const right = root.getBoundingClientRect().right;
    const free = (node: Element): boolean =>
      node.closest('pre, code, .jp-kf-elided, .jp-kf-unseen, svg') !== null;
    return [root, ...root.querySelectorAll('*')]
      .filter(node => !free(node))
      .filter(node => {
        const box = node.getBoundingClientRect();
        const scrolls = ['auto', 'scroll'].includes(getComputedStyle(node).overflowX);
        const wide = scrolls && node.scrollWidth > node.clientWidth + 1;
        return box.width > 0 && (box.right > right + 1 || wide);
      })
      .map(node => node.outerHTML.slice(0, 200));
  });
}
