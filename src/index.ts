/** The plugins of the extension, one concern each: a site can disable any of them. */
import { examplePlugin } from './plugins/example.js';
import { gatewayCommandsPlugin } from './plugins/gateway-commands.js';
import { notebookCommandsPlugin } from './plugins/notebook-commands.js';
import { notifyPlugin } from './plugins/notify.js';
import { palettePlugin } from './plugins/palette.js';
import { panelPlugin } from './plugins/panel.js';
import { planPlugin } from './plugins/plan.js';
import { runCommandsPlugin } from './plugins/run-commands.js';
import { runViewPlugin } from './plugins/run-view.js';
import { runningPlugin } from './plugins/running.js';
import { runsPlugin } from './plugins/runs.js';
import { statusbarPlugin } from './plugins/statusbar.js';

export default [
  runsPlugin,
  planPlugin,
  panelPlugin,
  notebookCommandsPlugin,
  runCommandsPlugin,
  runViewPlugin,
  gatewayCommandsPlugin,
  examplePlugin,
  palettePlugin,
  runningPlugin,
  statusbarPlugin,
  notifyPlugin
];
export * from './tokens.js';
