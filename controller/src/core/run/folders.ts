/** Where a local run keeps the working folders of its ranks, for those who show it. */

/** Below the folder of a run. */
export const RANKS_FOLDER = 'ranks';

/** Below the folder of a rank. */
export const WORK_FOLDER = 'work';

/** Working folder of a rank: what `OutputFile.path` starts from. */
export function workFolder(run: string, rank: number): string {
  return [run, RANKS_FOLDER, String(rank), WORK_FOLDER].join('/');
}
