/**
 * Lint rules: what the compiler cannot see. The size budget keeps functions readable,
 * the purity rules keep core testable; layers are dependency-cruiser's job.
 */
import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import functionLength from './scripts/eslint/function-length.mjs';

const TYPESCRIPT = ['**/*.{ts,tsx}'];
const TESTS = ['**/*.test.{ts,tsx}', 'test/**/*.ts', 'ui-tests/**/*.ts'];
const BROWSER = ['src/**/*.{ts,tsx}', 'ui-tests/**/*.ts'];
const PURE = ['controller/src/core/**/*.ts', 'protocol/src/**/*.ts'];

const LINES = { max: 40, skipBlankLines: true, skipComments: true };

const budget = {
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', LINES]
};

const code = {
  eqeqeq: ['error', 'always'],
  'no-console': 'error',
  // Notebooks are text with control characters in it; naming them is the job.
  'no-control-regex': 'off',
  'no-param-reassign': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }]
};

const typed = {
  '@typescript-eslint/explicit-function-return-type': [
    'error',
    { allowExpressions: true, allowTypedFunctionExpressions: true }
  ],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true }
  ],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/ban-ts-comment': [
    'error',
    { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': true }
  ]
};

const pass =
  'core is pure: pass the value in, or declare a port in controller/src/ports.';
const impure = {
  process: pass,
  console: 'core is pure: return a message with its reason; the caller shows it.',
  Date: 'core is pure: pass the time in, or take a Clock (controller/src/ports/clock.ts).',
  performance: 'core is pure: take a Clock (controller/src/ports/clock.ts).',
  fetch: pass,
  crypto: 'core is pure: take a Hasher (controller/src/core/bundle/bundle.ts).',
  Buffer: 'core is pure: use Uint8Array.',
  setTimeout: pass,
  setInterval: pass,
  document: pass,
  window: pass
};

const purity = {
  'no-restricted-globals': [
    'error',
    ...Object.entries(impure).map(([name, message]) => ({ name, message }))
  ],
  'no-restricted-properties': [
    'error',
    {
      object: 'Math',
      property: 'random',
      message: 'core is pure: pass the random value in.'
    }
  ],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: '^(node:|(fs|path|os|child_process|crypto|url|util|process)$)',
          message: pass
        },
        {
          regex: '(ports|adapters|service|gateway|cli|reconcile)/',
          message: 'core knows no outer layer: move the type into core or protocol.'
        }
      ]
    }
  ]
};

/** Every rule of a config as an error, save those it turns off. */
const asErrors = rules =>
  Object.fromEntries(
    Object.entries(rules ?? {}).map(([name, level]) => [
      name,
      level === 'off' ? 'off' : 'error'
    ])
  );

export default defineConfig(
  globalIgnores([
    '**/lib/',
    '**/dist/',
    'jupyterlab_kubeflow/labextension/',
    '**/node_modules/',
    'coverage/',
    'test-results/'
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  { files: ['**/*.{mjs,ts,tsx}'], extends: [js.configs.recommended], rules: budget },
  { files: ['**/*.{mjs,ts,tsx}'], rules: code },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
    },
    rules: typed
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'performance', 'setTimeout', 'clearTimeout', 'Buffer', 'URL']
          .concat([
            'setInterval',
            'clearInterval',
            'AbortController',
            'AbortSignal',
            'console',
            'fetch'
          ])
          .map(name => [name, 'readonly'])
      )
    }
  },
  { files: PURE, ignores: TESTS, rules: purity },
  {
    files: TESTS,
    plugins: { budget: { rules: { 'function-length': functionLength } } },
    rules: {
      '@typescript-eslint/explicit-function-return-type': 'off',
      'max-lines-per-function': 'off',
      'budget/function-length': ['error', LINES]
    }
  },
  { plugins: { jupyter } },
  ...jupyter.configs.recommended.map(config => ({
    ...config,
    files: config.files.some(pattern => pattern.endsWith('.json'))
      ? ['schema/**/*.json']
      : config.files.some(pattern => pattern.includes('.spec.'))
        ? ['src/**/*.test.{ts,tsx}']
        : BROWSER,
    rules: asErrors(config.rules)
  })),
  {
    files: ['src/plugins/**/*.ts'],
    rules: {
      // One parameter of `activate` for each service the plugin takes.
      'max-params': ['error', 8],
      // A token is provided at once, and so is the model behind it.
      'jupyter/prefer-lazy-imports': ['error', { ignoreImports: ['../model/*'] }]
    }
  },
  prettier
);
