/** Names a function field suggests. */

/** Functions at the top level of a script, in its order. */
export function functionNames(script: string): readonly string[] {
  const found = script.matchAll(/^(?:async\s+)?def\s+(\w+)/gm);
  return [...new Set([...found].map(([, name = '']) => name))];
}
