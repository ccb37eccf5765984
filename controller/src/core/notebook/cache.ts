/** Remembers converted cells, so that a changed cell is the only one converted again. */
import { convertCell, type CellOptions, type CellWork } from './cell.js';

export interface CellCache {
  /** The cell's conversion, from memory when it was asked for before. */
  convert(source: string, options: CellOptions): CellWork;
}

/** @param limit - cells remembered; the one unused for longest is forgotten first */
export function createCellCache(limit = 5000): CellCache {
  const works = new Map<string, CellWork>();
  return {
    convert: (source, options) => {
      const key = `${keyOf(options)}\n${source}`;
      const work = works.get(key) ?? convertCell(source, options);
      // Taken out and put back: the map's order is the order of last use.
      works.delete(key);
      works.set(key, work);
      for (const oldest of works.keys()) {
        if (works.size <= limit) break;
        works.delete(oldest);
      }
      return work;
    }
  };
}

function keyOf({ parameters, aliases }: CellOptions): string {
  return [String(parameters), ...[...aliases.keys()].sort()].join(' ');
}
