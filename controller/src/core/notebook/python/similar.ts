/** Names that may have been meant. */

/** Those of `known` that differ from `name` by case or by at most two edits, best first. */
export function nearMisses(name: string, known: readonly string[]): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/_/g, '');
  return known
    .map(other => ({ other, edits: editDistance(plain(name), plain(other)) }))
    .filter(({ edits }) => edits <= Math.min(2, Math.floor(name.length / 2)))
    .sort((a, b) => a.edits - b.edits)
    .map(({ other }) => other)
    .slice(0, 3);
}

/** Levenshtein distance. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
