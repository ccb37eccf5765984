/** Kinds of tests; `scripts/test.mjs` runs them in this order. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Sources, not compiled code: a test never sees a stale build. */
const source = path => join(import.meta.dirname, path);
const alias = [
  {
    find: '@jupyterlab-kubeflow/protocol',
    replacement: source('protocol/src/index.ts')
  },
  {
    find: /^@jupyterlab-kubeflow\/controller\/core\/(.*)$/,
    replacement: source('controller/src/core/$1.ts')
  }
];

/** Real processes on few cores: one file at a time. */
const oneByOne = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 600_000 };

const project = (name, include, options = {}) => ({
  extends: true,
  test: { name, include, ...options }
});

export default defineConfig({
  resolve: { alias },
  test: {
    setupFiles: ['scripts/support/property-seed.mjs'],
    projects: [
      project(
        'unit',
        [
          '{protocol,controller,dev}/src/**/*.test.ts',
          'src/**/*.test.{ts,tsx}',
          'scripts/**/*.test.mjs'
        ],
        // How long a busy machine may take for a property of a thousand values.
        { testTimeout: 60_000 }
      ),
      project('contract', ['test/{contract,oracle}/**/*.test.ts'], oneByOne),
      project('gateway', ['test/gateway/**/*.test.ts'], oneByOne),
      project('package', ['test/package/**/*.test.ts'], oneByOne),
      project('local', ['test/local/**/*.test.ts'], oneByOne),
      project('cluster', ['test/cluster/**/*.test.ts'], {
        ...oneByOne,
        // A cold build of the engines, and the images, come before the first test.
        globalSetup: 'test/cluster/support/up.ts'
      })
    ]
  }
});
