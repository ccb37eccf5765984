/** Imports that must not pass: one row an arrow that points outward. */

const given = (file, text = 'export const it = 1;\n') => ({ file, text });

const layer = (name, file, text, files = []) => ({
  check: 'layers',
  rule: name,
  file,
  text,
  given: files
});

const importing = path => `export * as it from '${path}';\n`;

const CONTROLLER = 'controller/src';
const ADAPTER = given(`${CONTROLLER}/adapters/violation-a/a.ts`);
const CLIENT = given('src/client/violation-client.ts');

export const LAYERS = [
  layer('layer-protocol', 'protocol/src/violation-yaml.ts', importing('yaml')),
  layer('layer-core', `${CONTROLLER}/core/violation-npm.ts`, importing('hono')),
  layer(
    'layer-core',
    `${CONTROLLER}/core/violation-crypto.ts`,
    importing('node:crypto')
  ),
  layer(
    'layer-core',
    `${CONTROLLER}/core/violation-port.ts`,
    importing('../ports/clock.js')
  ),
  layer(
    'layer-core-tests',
    `${CONTROLLER}/core/violation-port.test.ts`,
    importing('../ports/clock.js')
  ),
  layer('layer-ports', `${CONTROLLER}/ports/violation-fs.ts`, importing('node:fs')),
  layer(
    'layer-service',
    `${CONTROLLER}/service/violation-adapter.ts`,
    importing('../adapters/violation-a/a.js'),
    [ADAPTER]
  ),
  layer(
    'layer-cli',
    `${CONTROLLER}/cli/violation-adapter.ts`,
    importing('../adapters/violation-a/a.js'),
    [ADAPTER]
  ),
  layer(
    'layer-gateway',
    `${CONTROLLER}/gateway/violation-adapter.ts`,
    importing('../adapters/violation-a/a.js'),
    [ADAPTER]
  ),
  layer(
    'layer-reconcile',
    `${CONTROLLER}/reconcile/violation-fs.ts`,
    importing('node:fs')
  ),
  layer(
    'adapters-are-islands',
    `${CONTROLLER}/adapters/violation-b/b.ts`,
    importing('../violation-a/a.js'),
    [ADAPTER]
  ),
  layer('layer-ui', 'src/ui/violation-ui.ts', importing('../client/violation-client'), [
    CLIENT
  ]),
  layer(
    'layer-panels',
    'src/panels/violation-panel.ts',
    importing('../client/violation-client'),
    [CLIENT]
  ),
  layer(
    'layer-model',
    'src/model/violation-model.ts',
    importing('../ui/violation-part'),
    [given('src/ui/violation-part.ts')]
  ),
  layer(
    'layer-client',
    'src/client/violation-model.ts',
    importing('../model/violation-m'),
    [given('src/model/violation-m.ts')]
  ),
  layer('layer-tokens', 'src/tokens.ts', importing('./client/violation-client'), [
    CLIENT
  ]),
  layer(
    'only-plugins-take-services',
    'src/model/violation-services.ts',
    importing('@jupyterlab/apputils')
  ),
  layer(
    'browser-and-back-end-meet-in-protocol',
    'src/plugins/violation-back.ts',
    importing('../../controller/src/ports/clock')
  ),
  layer(
    'back-end-and-browser-meet-in-protocol',
    `${CONTROLLER}/violation-front.ts`,
    importing('../../src/client/violation-client'),
    [CLIENT]
  ),
  layer(
    'no-cycles',
    `${CONTROLLER}/core/violation-cycle.ts`,
    importing('./violation-cycle-b.js'),
    [
      given(
        `${CONTROLLER}/core/violation-cycle-b.ts`,
        importing('./violation-cycle.js')
      )
    ]
  ),
  layer(
    'no-unresolvable',
    `${CONTROLLER}/core/violation-deep.ts`,
    importing('@jupyterlab-kubeflow/protocol/lib/run.js')
  ),
  layer(
    'not-from-tests',
    `${CONTROLLER}/service/violation-test.ts`,
    importing('./violation-some.test.js'),
    [given(`${CONTROLLER}/service/violation-some.test.ts`)]
  )
];
