/** Arrows in the list of runs. */

const ROWS = '.jp-kf-run-open';

/** Moves the focus between rows; false when the key means nothing here. */
export function moveFocus(list: HTMLElement, key: string): boolean {
  const rows = [...list.querySelectorAll<HTMLElement>(ROWS)];
  const here = rows.findIndex(row => row === document.activeElement);
  if (here < 0) return false;
  const target = rows[nextIndex(key, here, rows.length)];
  if (!target) return false;
  target.focus();
  return true;
}

/** -1 for keys that do not move. */
export function nextIndex(key: string, here: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, here + 1);
    case 'ArrowUp':
      return Math.max(0, here - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
