/** What shows a followed run. */
import type { Followed } from '@jupyterlab-kubeflow/protocol';
import type { FollowState } from '../render/follow-state.js';

export interface Printer {
  /** Shows one item; resolves when the terminal can take more. */
  item(item: Followed, state: FollowState): Promise<void>;
  /** The run has been asked to end. */
  cancelling(): void;
  /** Shows what is left and cleans up; nothing is shown afterwards. */
  end(): Promise<void>;
}
