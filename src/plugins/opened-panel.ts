/** What comes with the Runs panel, as one piece to load. */
export { createRunsPanel } from '../panels/runs/widget.js';
export { addSuspension } from './suspend-run.js';
