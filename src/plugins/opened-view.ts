/** What comes with the first view of a run, as one piece to load. */
export { createRunWidget } from '../panels/run/widget.js';
export { addSuspension } from './suspend-run.js';
