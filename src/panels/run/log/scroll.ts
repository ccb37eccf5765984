/**
 * A scroll bar for more than a browser can scroll: beyond a limit each pixel of the bar
 * stands for several of the content.
 */

/** Browsers end between 17 and 33 million pixels. */
const LONGEST = 8_000_000;

export interface Extent {
  /** Height of the content, pixels. */
  readonly content: number;
  /** Height of what is seen of it. */
  readonly view: number;
}

/** Height the scrolled element is given. */
export function barHeight({ content }: Extent): number {
  return Math.min(content, LONGEST);
}

/** Pixels of the content above the view, when it is scrolled to its end. */
export function lastTop({ content, view }: Extent): number {
  return Math.max(0, content - view);
}

/** From where the bar is to where the content is. */
export function contentTop(extent: Extent, barTop: number): number {
  return clamp(barTop * ratio(extent), lastTop(extent));
}

/** From where the content is to where the bar is. */
export function barTop(extent: Extent, top: number): number {
  return clamp(top, lastTop(extent)) / ratio(extent);
}

/** The bar is shorter than the content: turns of the wheel have to be carried out by us. */
export function isScaled({ content }: Extent): boolean {
  return content > LONGEST;
}

export function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}

function ratio(extent: Extent): number {
  const bar = Math.max(0, barHeight(extent) - extent.view);
  return bar > 0 ? lastTop(extent) / bar : 1;
}
