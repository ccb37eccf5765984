/** Remembers converted cells, so that a changed cell is the only one converted again. */
import { convertCell, type CellWork } from './cell.js';

export interface CellCache {
  /** The cell's conversion, from memory when it was asked for before. */
  convert(source: string, parameters: boolean): CellWork;
}

/** @param limit - cells remembered; the one unused for longest is forgotten first */
export function createCellCache(limit = 5000): CellCache {
  const plain = new Map<string, CellWork>();
  const withParameters = new Map<string, CellWork>();
  return {
    convert: (source, parameters) => {
      const works = parameters ? withParameters : plain;
      const work = works.get(source) ?? convertCell(source, parameters);
      works.delete(source);
      works.set(source, work);
      for (const oldest of works.keys()) {
        if (works.size <= limit) break;
        works.delete(oldest);
      }
      return work;
    }
  };
}
