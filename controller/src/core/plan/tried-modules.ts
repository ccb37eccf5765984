/** Which modules are imported to see whether that works: each once, with all names. */
import type { TriedImport } from '../notebook/discover/needed-imports.js';
import { OWN_MODULES } from '../notebook/discover/requirements.js';

export interface TriedModule {
  readonly module: string;
  readonly names: readonly string[];
  /** Where it is imported first. */
  readonly where: string;
}

/** In the order of the code; what the run itself brings is left out. */
export function triedModules(imports: readonly TriedImport[]): readonly TriedModule[] {
  const found = new Map<string, TriedModule>();
  for (const { module, names, where } of imports) {
    if (OWN_MODULES.has(module.split('.')[0] ?? '')) continue;
    const known = found.get(module) ?? { module, names: [], where };
    found.set(module, { ...known, names: [...new Set([...known.names, ...names])] });
  }
  return [...found.values()];
}
