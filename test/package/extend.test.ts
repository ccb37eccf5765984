/** What other extensions use of ours: the program of the how-to compiles against it. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const PAGE = join(ROOT, 'docs', 'how-to', 'extend.md');

/** The program that the page shows. */
function program(): string {
  const [, text] = /```ts\n(.*?)```/s.exec(readFileSync(PAGE, 'utf8')) ?? [];
  if (text === undefined) throw new Error(`There is no program in ${PAGE}.`);
  return text;
}

const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'ES2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  types: []
};

describe('another extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-extend-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the compiler says of a plugin in a package that depends on ours; nothing: it is fine. */
  const compile = (text: string): string => {
    const modules = join(folder, 'node_modules');
    rmSync(modules, { recursive: true, force: true });
    mkdirSync(modules);
    symlinkSync(ROOT, join(modules, 'jupyterlab-kubeflow'));
    symlinkSync(
      join(ROOT, 'node_modules', '@jupyterlab'),
      join(modules, '@jupyterlab')
    );
    const config = { compilerOptions: OPTIONS, files: ['plugin.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'plugin.ts'), text);
    try {
      execFileSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' });
      return '';
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  it('compiles against our tokens as the how-to shows it', () => {
    expect(compile(program())).toBe('');
  });

  it('is told when it asks for what a run does not have', () => {
    const wrong = program().replaceAll('endedAt', 'endsAt');
    expect(compile(wrong)).toContain("Property 'endsAt' does not exist");
  });

  it('has the declarations in the package', () => {
    const { types, files } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8')
    ) as { types: string; files: string[] };
    expect(types).toBe('lib/index.d.ts');
    expect(files).toContain('lib/**/*.{d.ts,js}');
  });
});
