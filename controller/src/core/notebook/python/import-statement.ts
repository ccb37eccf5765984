/** One `import` or `from … import …` statement as values. */
import type { SyntaxNode } from './tree.js';

export interface ImportedName {
  /** Dotted module: `a.b`; empty for `from . import x`. */
  readonly module: string;
  /** Leading dots of a relative import; 0: absolute. */
  readonly level: number;
  /** The name taken from the module; absent for `import a.b` and for `*`. */
  readonly name?: string;
  readonly star: boolean;
  /** The name bound here; empty for `*`. */
  readonly binds: string;
}

/** The names an ImportStatement imports, in order. */
export function importsOf(node: SyntaxNode, text: string): ImportedName[] {
  const words = tokens(node, text);
  return words[0] === 'from' ? fromImport(words.slice(1)) : plainImport(words.slice(1));
}

/** Leaf tokens without brackets; the grammar's error nodes are looked into. */
function tokens(node: SyntaxNode, text: string): string[] {
  if (node.name === 'Comment') return [];
  if (!node.firstChild) {
    const token = text.slice(node.from, node.to);
    return /^[()\s\\]*$/.test(token) ? [] : [token];
  }
  const all: string[] = [];
  for (
    let child = node.firstChild as SyntaxNode | null;
    child;
    child = child.nextSibling
  ) {
    all.push(...tokens(child, text));
  }
  return all;
}

function plainImport(words: readonly string[]): ImportedName[] {
  return splitWords(words, ',').map(item => {
    const [dotted = [], alias] = splitWords(item, 'as');
    const module = dotted.join('');
    return { module, level: 0, star: false, binds: alias?.[0] ?? dotted[0] ?? '' };
  });
}

function fromImport(words: readonly string[]): ImportedName[] {
  const [head = [], ...rest] = splitWords(words, 'import');
  const source = head.join('');
  const level = /^\.*/.exec(source)?.[0].length ?? 0;
  const module = source.slice(level);
  return splitWords(rest.flat(), ',').map(item => {
    const [name = [], alias] = splitWords(item, 'as');
    const imported = name.join('');
    if (imported === '*') return { module, level, star: true, binds: '' };
    return {
      module,
      level,
      name: imported,
      star: false,
      binds: alias?.[0] ?? imported
    };
  });
}

/** Non-empty groups of words between separators. */
function splitWords(words: readonly string[], separator: string): string[][] {
  const groups: string[][] = [[]];
  for (const word of words) {
    if (word === separator) groups.push([]);
    else groups.at(-1)?.push(word);
  }
  return groups.filter(group => group.length > 0);
}
