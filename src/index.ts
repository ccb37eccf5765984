/** The plugins of the extension, one concern each: a site can disable any of them. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

const plugins: JupyterFrontEndPlugin<unknown>[] = [];

export default plugins;
export * from './tokens.js';
