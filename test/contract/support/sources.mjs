/**
 * Lets plain Node run the TypeScript sources, so that a supervisor started by a test
 * is never one from a stale build: `node --experimental-transform-types --import THIS`.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const PROTOCOL = new URL('../../../protocol/src/index.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jupyterlab-kubeflow/protocol') return next(PROTOCOL, context);
    if (!specifier.startsWith('.') || !specifier.endsWith('.js')) {
      return next(specifier, context);
    }
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return next(existsSync(fileURLToPath(source)) ? source.href : specifier, context);
  }
});
