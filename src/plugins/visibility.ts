/** A page that nobody sees for long needs no connection; one that is seen again needs a live one. */

/** Milliseconds hidden until the connection is given up. */
const LONG = 10 * 60_000;

/** Milliseconds hidden after which a connection may be dead without anyone having said so. */
const DOUBTFUL = 60_000;

export interface Pausable {
  pause(): void;
  reconnect(): void;
}

/** Lasts as long as the page. */
export function followVisibility(page: Document, feed: Pausable): void {
  let hiddenAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (page.hidden) {
      hiddenAt = Date.now();
      timer = setTimeout(() => {
        feed.pause();
      }, LONG);
    } else if (hiddenAt !== undefined && Date.now() - hiddenAt > DOUBTFUL) {
      feed.reconnect();
    }
  });
  page.defaultView?.addEventListener('online', () => {
    feed.reconnect();
  });
}
