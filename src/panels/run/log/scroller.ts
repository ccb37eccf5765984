/**
 * Keeps the scroll bar and the content together. Whoever scrolls away from the end
 * stops following; whoever comes back to it follows again.
 */
import { barTop, clamp, contentTop, isScaled, lastTop, type Extent } from './scroll.js';
import type { LogViewState } from './view-state.js';

/** Height of a line of text, pixels. */
export const ROW_HEIGHT = 18;

/** Where a key leads from `top`; `undefined`: it does not scroll. */
export function topAfter(key: string, top: number, extent: Extent): number | undefined {
  const page = Math.max(ROW_HEIGHT, extent.view - 2 * ROW_HEIGHT);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: ROW_HEIGHT,
    ArrowUp: -ROW_HEIGHT,
    PageDown: page,
    PageUp: -page,
    Home: -Infinity,
    End: Infinity
  };
  const step = steps[key];
  return step === undefined ? undefined : clamp(top + step, lastTop(extent));
}

export class Scroller {
  private extent: Extent = { content: 0, view: 0 };
  /** Where we put the bar: its scroll event is nobody's wish. */
  private placed = -1;

  constructor(
    private readonly element: HTMLElement,
    private readonly state: LogViewState,
    private readonly onChange: () => void
  ) {
    element.addEventListener('scroll', this.onScroll, { passive: true });
    element.addEventListener('wheel', this.onWheel, { passive: false });
    element.addEventListener('keydown', this.onKey);
  }

  dispose(): void {
    this.element.removeEventListener('scroll', this.onScroll);
    this.element.removeEventListener('wheel', this.onWheel);
    this.element.removeEventListener('keydown', this.onKey);
  }

  /** The content or the view has another size. */
  resize(extent: Extent): void {
    const first = this.extent.view === 0;
    const same =
      extent.content === this.extent.content && extent.view === this.extent.view;
    this.extent = extent;
    if (this.state.follow) this.place(lastTop(extent));
    else if (first || (!same && isScaled(extent))) this.place(this.state.top);
  }

  /** Shows the content from `top` on. */
  moveTo(top: number): void {
    this.place(top);
    this.state.follow = this.atEnd(top);
    this.onChange();
  }

  private place(top: number): void {
    this.state.top = clamp(top, lastTop(this.extent));
    this.element.scrollTop = barTop(this.extent, this.state.top);
    this.placed = this.element.scrollTop;
  }

  private atEnd(top: number): boolean {
    return top >= lastTop(this.extent) - ROW_HEIGHT / 2;
  }

  private barIsAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    return scrollTop >= scrollHeight - clientHeight - 1;
  }

  private readonly onScroll = (): void => {
    const { scrollTop } = this.element;
    if (Math.abs(scrollTop - this.placed) >= 1) {
      this.state.top = contentTop(this.extent, scrollTop);
      // A view that grows is scrolled back by the browser, and still at its end.
      this.state.follow = this.atEnd(this.state.top) || this.barIsAtEnd();
    }
    this.placed = -1;
    this.onChange();
  };

  /** One pixel of the wheel is one pixel of the content, whatever the bar stands for. */
  private readonly onWheel = (event: WheelEvent): void => {
    if (!isScaled(this.extent) || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
    this.moveTo(this.state.top + event.deltaY * unit);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.target !== this.element || event.ctrlKey || event.metaKey) return;
    const top = topAfter(event.key, this.state.top, this.extent);
    if (top === undefined) return;
    event.preventDefault();
    this.moveTo(top);
  };
}
