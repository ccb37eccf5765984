import fc from 'fast-check';
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { aptFile, aptRequest } from './apt.js';
import type { Recipe } from './recipe.js';
import { renderDockerfile } from './render.js';

const harmful = fc.constantFrom(
  ...['\n', '\r', '"', "'", '\\', '$', '`', ';', '&&', '|', '#', ' ', '-', '--hash='],
  ...[
    '<<EOF',
    '$(id)',
    '\\\n',
    'RUN x',
    'a',
    'six',
    '==',
    '1',
    '@',
    '/',
    ':',
    '[',
    ']'
  ],
  ...['\u0000', '\u0085', '\u2028', 'ü', 'https://', '.whl']
);
const text = fc.array(harmful, { maxLength: 7 }).map(all => all.join(''));
const recipe: fc.Arbitrary<Recipe> = fc.record({
  base: fc.oneof(fc.constant('r.example/py:1'), text),
  user: fc.oneof(fc.constant('me'), text),
  apt: fc.array(fc.oneof(fc.constant('git'), text), { maxLength: 2 }),
  conda: fc.array(fc.oneof(fc.constant('gdal=3'), text), { maxLength: 2 }),
  pip: fc.array(fc.oneof(fc.constant('six==1'), text), { maxLength: 2 }),
  env: fc.dictionary(fc.constantFrom('A', 'B'), text, { maxKeys: 2 }),
  bundleAt: fc.oneof(
    fc.constant('/opt/jkf'),
    text.map(path => `/${path}`)
  ),
  entry: fc.array(text, { minLength: 1, maxLength: 3 })
});

/** Lines as a builder joins them. */
function instructions(dockerfile: string): string[] {
  const joined = dockerfile.replace(/\\\n/g, '');
  return joined.split('\n').filter(line => line.trim() !== '');
}

describe('whatever a notebook says', () => {
  it('adds no instruction to a Dockerfile, or is refused', () => {
    fc.assert(
      fc.property(recipe, values => {
        const { dockerfile, files } = rendered(values) ?? {};
        if (dockerfile === undefined || files === undefined) return;
        const names = instructions(dockerfile).map(line => line.split(' ')[0]);
        expect(names).toEqual(expectedNames(values));
        for (const file of files) {
          const lines = file.text.trimEnd().split('\n');
          const wanted = file.path.includes('conda') ? values.conda : values.pip;
          expect(new Set(lines)).toEqual(new Set(wanted.map(line => line.trim())));
        }
      }),
      { numRuns: 2000 }
    );
  });

  it('is the value of a variable, and the words of the entry', () => {
    const line = text.filter(value => !/\p{Cc}/u.test(value));
    fc.assert(
      fc.property(line, fc.array(text, { minLength: 1 }), (value, entry) => {
        const base = { base: 'py', apt: [], conda: [], pip: [] };
        const { dockerfile } = renderDockerfile({ ...base, env: { A: value }, entry });
        const [, quoted = ''] = /\nENV A="([^\n]*)"\n/.exec(dockerfile) ?? [];
        expect(quoted.replace(/\\([^])/gu, '$1')).toBe(value);
        expect(quoted.replace(/\\[^]/gu, '')).not.toMatch(/["$\\]/);
        const [, words = ''] = /\nCMD ([^\n]*)\n/.exec(dockerfile) ?? [];
        expect(JSON.parse(words)).toEqual(entry);
      })
    );
  });

  it('is read as names of packages only', () => {
    fc.assert(
      fc.property(text, said => {
        const command = `apt-get install -y ${said}`;
        for (const { packages } of [aptRequest([command]), aptFile(said)]) {
          for (const name of packages) expect(name).toMatch(/^[a-z0-9][\w+.:=~-]+$/);
        }
      })
    );
  });
});

function rendered(values: Recipe): ReturnType<typeof renderDockerfile> | undefined {
  try {
    return renderDockerfile(values);
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    return undefined;
  }
}

function expectedNames({ apt, conda, pip, user, env }: Recipe): string[] {
  const isRoot = ['', 'root', '0', '0:0'].includes(user ?? '');
  const isOther = apt.length + conda.length + pip.length > 0 && !isRoot;
  return [
    'FROM',
    ...(isOther ? ['USER'] : []),
    ...(apt.length > 0 ? ['RUN'] : []),
    ...(conda.length > 0 ? ['COPY', 'RUN'] : []),
    ...(pip.length > 0 ? ['COPY', 'RUN'] : []),
    ...(isOther ? ['USER'] : []),
    ...Object.keys(env).map(() => 'ENV'),
    ...['COPY', 'ENTRYPOINT', 'CMD']
  ];
}
