/**
 * Python's scopes: who binds a name, who reads it, and which reads reach the module.
 * A module or class body runs top to bottom, so there the order counts ("settled": a
 * read of what the same statement has certainly bound before); inside a function a
 * name bound anywhere is local everywhere.
 */

export type ScopeKind = 'module' | 'class' | 'function' | 'comprehension';

/** A name read in a top-level statement that the module (or a builtin) must provide. */
export interface Read {
  readonly name: string;
  /** Inside a function or lambda: happens when that is called, not where it stands. */
  readonly later: boolean;
  /** Good to have, not required: an annotation, or a name bound nearby under a condition. */
  readonly weak: boolean;
}

interface Use {
  readonly name: string;
  readonly weak: boolean;
  readonly settled: boolean;
}

/** A scope while its code is walked; `freeReads` resolves it afterwards. */
export class Scope {
  readonly children: Scope[] = [];
  /** Names that an inner `global` lets a function bind in the module, when called. */
  readonly globalWrites: Set<string>;
  readonly #bound = new Set<string>();
  readonly #globals = new Set<string>();
  readonly #nonlocals = new Set<string>();
  readonly #uses: Use[] = [];
  /** Certainly bound so far: the outermost set for good, the others within a branch. */
  readonly #certain: Set<string>[] = [new Set()];

  constructor(
    readonly kind: ScopeKind,
    readonly parent?: Scope
  ) {
    this.globalWrites = parent?.globalWrites ?? new Set();
    parent?.children.push(this);
  }

  /** Names bound here: certainly (in every run of the code), and at all. */
  get certain(): ReadonlySet<string> {
    return this.#certain[0] ?? new Set();
  }
  get bound(): ReadonlySet<string> {
    return this.#bound;
  }

  bind(name: string): void {
    if (this.#globals.has(name)) this.globalWrites.add(name);
    if (this.#nonlocals.has(name) || this.#globals.has(name)) return;
    this.#bound.add(name);
    this.#certain.at(-1)?.add(name);
  }

  /** `:=` binds in the nearest scope that is no comprehension. */
  bindWalrus(name: string): void {
    if (this.kind === 'comprehension' && this.parent) this.parent.bindWalrus(name);
    else this.bind(name);
  }

  /** As `bind` for a name that is gone after its block (`except … as e`). */
  bindBriefly(name: string): void {
    if (this.kind === 'module') this.#certain.at(-1)?.add(name);
    else this.bind(name);
  }

  unbind(name: string): void {
    if (this.kind === 'function') this.bind(name);
    for (const names of this.#certain) names.delete(name);
  }

  declareGlobal(name: string): void {
    if (this.kind !== 'module') this.#globals.add(name);
  }

  declareNonlocal(name: string): void {
    this.#nonlocals.add(name);
  }

  read(name: string, weak: boolean): void {
    this.#uses.push({ name, weak, settled: this.#settled(name) });
  }

  /** Runs `work` as code that may not be executed; gives what it certainly bound. */
  branch(work: () => void): Set<string> {
    const names = new Set<string>();
    this.#certain.push(names);
    work();
    this.#certain.pop();
    return names;
  }

  /** Of alternatives, one of which is always executed: what each binds is certain. */
  settle(alternatives: readonly Set<string>[]): void {
    const [first, ...others] = alternatives;
    for (const name of first ?? []) {
      if (others.every(names => names.has(name))) this.#certain.at(-1)?.add(name);
    }
  }

  /** Reads of this scope and of those inside it that the module must provide. */
  freeReads(later = false): Read[] {
    const inFunction = later || this.kind === 'function';
    const own = this.#uses
      .filter(use => this.reachesModule(use.name))
      .filter(use => inFunction || !use.settled)
      // What a module or class body binds under a condition may well be its own.
      .map(({ name, weak }) => ({
        name,
        weak: weak || (!inFunction && this.#bound.has(name)),
        later: inFunction
      }));
    return [...own, ...this.children.flatMap(child => child.freeReads(inFunction))];
  }

  /** Class bindings are seen by the class body only, so an inner scope passes them by. */
  reachesModule(name: string): boolean {
    if (this.kind === 'module' || this.#globals.has(name)) return true;
    if (this.kind !== 'class' && this.#bound.has(name)) return false;
    return this.parent?.reachesModule(name) ?? true;
  }

  #settled(name: string): boolean {
    if (this.kind === 'module' || this.kind === 'class') {
      if (this.#certain.some(names => names.has(name))) return true;
    }
    if (this.kind === 'function' || this.#globals.has(name)) return false;
    return this.parent?.outwardSettled(name) ?? false;
  }

  /** As seen from an inner scope, which passes classes by. */
  outwardSettled(name: string): boolean {
    if (this.kind === 'class') return this.parent?.outwardSettled(name) ?? false;
    return this.#settled(name);
  }
}
