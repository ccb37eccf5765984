/** How the log is looked at; kept while another tab is shown. */
export interface LogViewState {
  wrap: boolean;
  times: boolean;
  /** The end stays in sight. */
  follow: boolean;
  /** Pixels of the content above the view. */
  top: number;
  /** Index of the occurrence the search is at. */
  at: number | undefined;
}

export function initialViewState(): LogViewState {
  return { wrap: true, times: false, follow: true, top: 0, at: undefined };
}
