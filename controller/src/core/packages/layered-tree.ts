/**
 * The files of an image, as far as they tell something, put together of its layers from
 * the lowest to the highest. As runtimes apply them: what is removed is removed of lower
 * layers only, and a folder that is a link is followed.
 */
import { headerOf, isTelling, type Member } from './members.js';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Links that are followed before it is taken for a circle; Linux has the same limit. */
const MOST_LINKS = 40;

/**
 * Longest path and target of a link, in characters: Linux takes no more (PATH_MAX), and the
 * work for one grows with its square.
 */
const LONGEST_PATH = 4096;

/** A file or a link. */
export interface Leaf {
  readonly kind: 'file' | 'symlink' | 'hardlink';
  readonly target?: string;
  readonly text?: string;
}

interface Node {
  leaf?: Leaf;
  /** The layer that the leaf is of. */
  layer: number;
  readonly children: Map<string, Node>;
}

const emptyNode = (): Node => ({ layer: 0, children: new Map() });

export class LayeredTree {
  readonly #root = emptyNode();
  #layer = 0;

  /** What is added from now on is of the next layer. */
  begin(): void {
    this.#layer += 1;
  }

  add(member: Member): void {
    if (Math.max(member.name.length, member.target?.length ?? 0) > LONGEST_PATH) return;
    const parts = partsOf(member.name);
    const name = parts.at(-1);
    const above = name === undefined ? undefined : this.#real(parts.slice(0, -1));
    if (name === undefined || above === undefined) return;
    if (name === OPAQUE) this.#clear(this.#node(above));
    else if (name.startsWith(WHITEOUT))
      this.#remove(above, name.slice(WHITEOUT.length));
    else this.#put([...above, name], member);
  }

  /** The file or link at an absolute path; links to it are followed, itself is not. */
  leaf(path: string): Leaf | undefined {
    const parts = partsOf(path);
    const above = this.#real(parts.slice(0, -1));
    const name = parts.at(-1);
    return above && name !== undefined ? this.#node([...above, name])?.leaf : undefined;
  }

  /** The path without links; `undefined` when they go in a circle. */
  real(path: string): string | undefined {
    const parts = this.#real(partsOf(path));
    return parts && `/${parts.join('/')}`;
  }

  /** Names in a folder, of what is a file or has files below it. */
  names(folder: string): readonly string[] {
    const parts = this.#real(partsOf(folder));
    const children = (parts && this.#node(parts)?.children) ?? [];
    return [...children].flatMap(([name, node]) => (hasLeaf(node) ? [name] : []));
  }

  /** All files and links that tell something, by their absolute paths. */
  *leaves(): Generator<readonly [path: string, leaf: Leaf]> {
    yield* leavesOf(this.#root, '');
  }

  #put(parts: readonly string[], { kind, target, text, name }: Member): void {
    this.#makeFolders(parts.slice(0, -1));
    if (kind === 'folder') {
      const node = this.#node(parts);
      delete node?.leaf;
      return;
    }
    this.#drop(parts);
    const isKept = kind === 'symlink' || (kind !== 'other' && isTelling(name));
    if (!isKept) return;
    const leaf = {
      kind,
      ...(target === undefined ? {} : { target }),
      ...(text === undefined ? {} : { text: headerOf(text) })
    };
    Object.assign(this.#made(parts), { leaf, layer: this.#layer });
  }

  #node(parts: readonly string[]): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const part of parts) node = node?.children.get(part);
    return node;
  }

  /** What has something below it is a folder, and was a file at most. */
  #makeFolders(parts: readonly string[]): void {
    let node: Node | undefined = this.#root;
    for (const part of parts) {
      node = node?.children.get(part);
      delete node?.leaf;
    }
  }

  #made(parts: readonly string[]): Node {
    let node = this.#root;
    for (const part of parts) {
      const next = node.children.get(part) ?? emptyNode();
      node.children.set(part, next);
      node = next;
    }
    return node;
  }

  #drop(parts: readonly string[]): void {
    this.#node(parts.slice(0, -1))?.children.delete(parts.at(-1) ?? '');
  }

  #remove(above: readonly string[], name: string): void {
    const parent = this.#node(above);
    const node = parent?.children.get(name);
    if (!node) return;
    this.#clear(node);
    if (node.layer < this.#layer) delete node.leaf;
    if (!node.leaf && node.children.size === 0) parent?.children.delete(name);
  }

  /** What is below it, as far as it is of lower layers. */
  #clear(node: Node | undefined): void {
    for (const [name, child] of node?.children ?? []) {
      this.#clear(child);
      if (child.layer < this.#layer) delete child.leaf;
      if (!child.leaf && child.children.size === 0) node?.children.delete(name);
    }
  }

  #real(parts: readonly string[]): readonly string[] | undefined {
    let left = [...parts];
    let done: string[] = [];
    let links = 0;
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      if (part === '..') {
        done.pop();
        continue;
      }
      const leaf = this.#node([...done, part])?.leaf;
      if (leaf?.kind !== 'symlink') {
        done.push(part);
        continue;
      }
      links += 1;
      if (links > MOST_LINKS) return undefined;
      const target = leaf.target ?? '';
      if (target.startsWith('/')) done = [];
      left = [...partsOf(target), ...left];
    }
    return done;
  }
}

function* leavesOf(node: Node, path: string): Generator<readonly [string, Leaf]> {
  if (node.leaf) yield [path, node.leaf];
  for (const [name, child] of node.children) yield* leavesOf(child, `${path}/${name}`);
}

function hasLeaf(node: Node): boolean {
  return node.leaf !== undefined || [...node.children.values()].some(hasLeaf);
}

function partsOf(path: string): string[] {
  return path.split('/').filter(part => part !== '' && part !== '.');
}
