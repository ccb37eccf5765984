/**
 * Who may import whom. One row a layer: what it may import, as paths of the checkout or
 * names of npm packages. A layer always may import itself. All else is a violation; the
 * same table is drawn in ARCHITECTURE.md.
 */
const PROTOCOL = '^protocol/';
const CORE = '^controller/src/core/';
const PORTS = '^controller/src/ports/';
const SERVICE = '^controller/src/service/';
const MEMORY = '^controller/src/adapters/memory/';

const npm = (...names) => names.map(name => `(^|/)node_modules/${name}(/|$)`);
const NODE = '^(node:)?[a-z_/]+$';

/** @type {Record<string, {path: string, may: string[], because: string}>} */
const LAYERS = {
  protocol: {
    path: '^protocol/src/',
    may: npm('zod'),
    because: 'The contract is shared by browser and back end: schemas and values only.'
  },
  core: {
    path: CORE,
    // Of libraries those that only compute.
    may: [PROTOCOL, ...npm('@lezer/[^/]+', 'rfc6902', 'yaml')],
    because: 'core is pure: pass the value in, or declare a port.'
  },
  ports: {
    path: PORTS,
    may: [CORE, PROTOCOL],
    because: 'A port is an interface in the words of core and protocol.'
  },
  service: {
    path: SERVICE,
    may: [CORE, PORTS, PROTOCOL, '^(node:)?path$'],
    because: 'Services are handed their adapters by main.ts.'
  },
  gateway: {
    path: '^controller/src/gateway/',
    may: [
      SERVICE,
      CORE,
      PORTS,
      PROTOCOL,
      NODE,
      ...npm('hono', '@hono/[^/]+', 'ws', 'zod')
    ],
    because: 'The gateway translates HTTP to services; it knows no adapter.'
  },
  cli: {
    path: '^controller/src/cli/',
    may: [
      SERVICE,
      CORE,
      PORTS,
      PROTOCOL,
      '^(node:)?(util|path)$',
      ...npm('commander', 'yaml')
    ],
    because: 'A command translates arguments to services; it knows no adapter.'
  },
  reconcile: {
    path: '^controller/src/reconcile/',
    may: [CORE, PORTS, PROTOCOL],
    because: 'A reconciler reads and acts through ports only.'
  },
  dev: {
    path: '^dev/src/',
    may: [
      '^controller/(src|lib)/core/',
      '^scripts/envs',
      PROTOCOL,
      NODE,
      ...npm('commander', 'yaml', 'zod')
    ],
    because: 'Development tools use the product’s values; the product knows no tool.'
  },
  ui: {
    path: '^src/ui/',
    may: [
      '^style/',
      PROTOCOL,
      ...npm('react', 'yaml', '@jupyterlab/ui-components', '@jupyterlab/translation')
    ],
    because: 'Parts of the UI get props and give callbacks.'
  },
  client: {
    path: '^src/client/',
    may: [PROTOCOL, ...npm('@jupyterlab/services', '@jupyterlab/coreutils')],
    because: 'The client turns requests into values of the protocol.'
  },
  model: {
    path: '^src/model/',
    may: [
      '^src/(client/|tokens\\.ts$)',
      PROTOCOL,
      ...npm('@lumino/signaling', '@lumino/polling', '@lumino/disposable')
    ],
    because: 'State is observable and knows neither React nor the DOM.'
  },
  panels: {
    path: '^src/panels/',
    may: [
      '^src/(ui/|tokens\\.ts$)',
      '^style/',
      PROTOCOL,
      // Of JupyterLab's packages mostly types: see only-plugins-take-services.
      ...npm('react', '@jupyterlab/[^/]+', '@lumino/[^/]+')
    ],
    because:
      'A panel shows what its tokens give it; only the model talks to the client.'
  },
  tokens: {
    path: '^src/tokens\\.ts$',
    may: [PROTOCOL, ...npm('@lumino/(coreutils|signaling|disposable)')],
    because: 'Tokens name interfaces; whoever imports one gets no code with it.'
  }
};

const TEST = '\\.test\\.tsx?$';

const layerRule = ([name, { path, may, because }]) => ({
  name: `layer-${name}`,
  comment: because,
  severity: 'error',
  from: { path, pathNot: TEST },
  to: { pathNot: [path, ...may] }
});

/** Behind a port, tests put what is in memory. */
const behind = may => (may.includes(PORTS) ? [MEMORY] : []);

/** Where there is React, tests render it. */
const rendered = may => (may.includes(npm('react')[0]) ? npm('react-dom') : []);

/** Tests of a layer may also use Node and the test libraries, and no outer layer. */
const testRule = ([name, { path, may, because }]) => ({
  name: `layer-${name}-tests`,
  comment: because,
  severity: 'error',
  from: { path: `${path}.*${TEST}` },
  to: {
    pathNot: [
      path,
      ...may,
      ...behind(may),
      ...rendered(may),
      NODE,
      ...npm('vitest', 'fast-check', 'zod', 'yaml')
    ]
  }
});

const layers = Object.entries(LAYERS);

export default {
  forbidden: [
    ...layers.map(layerRule),
    ...layers.filter(([name]) => name !== 'tokens').map(testRule),
    {
      name: 'adapters-are-islands',
      comment: 'An adapter implements one port and is chosen by main.ts alone.',
      severity: 'error',
      from: { path: '^controller/src/adapters/([^/]+)/', pathNot: TEST },
      to: {
        path: '^controller/src/(?!core/|ports/|raw)',
        // Local runs and mirrors of runs on clusters are folders of one form.
        pathNot: '^controller/src/adapters/($1|run-folder)/'
      }
    },
    {
      name: 'browser-and-back-end-meet-in-protocol',
      comment: 'src and controller never import each other: put the value in protocol.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^controller/' }
    },
    {
      name: 'back-end-and-browser-meet-in-protocol',
      comment: 'controller and src never import each other: put the value in protocol.',
      severity: 'error',
      from: { path: '^controller/' },
      to: { path: '^src/' }
    },
    {
      name: 'only-plugins-take-services',
      comment: 'Plugins receive JupyterLab’s services; the rest of src gets values.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(plugins|client)/|^src/index\\.ts$' },
      to: {
        path: 'node_modules/@jupyterlab/(?!ui-components|translation|coreutils)',
        dependencyTypesNot: ['type-only']
      }
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one, or lack a third below them.',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    {
      name: 'no-unresolvable',
      comment: 'The path does not exist, or the package does not export it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true }
    },
    {
      name: 'not-from-tests',
      comment: 'The product does not import its tests.',
      severity: 'error',
      from: { pathNot: `${TEST}|^test/` },
      to: { path: `${TEST}|^test/` }
    }
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/lib/', '/dist/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['types', 'main']
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' }
  }
};
