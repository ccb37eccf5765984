/** Asks the interpreter whether it compiles the code, and says where in the notebook it does not. */
import {
  problem,
  reason,
  type Check,
  type Place,
  type ScriptCell
} from '@jupyterlab-kubeflow/protocol';
import { failed, passed } from '../core/plan/checks.js';
import type { Prepared } from '../core/plan/prepare.js';
import type { Kernels } from '../ports/kernel.js';
import type { FoundEnvironment } from './environment.js';

/** Nothing to say for whole notebooks: their magics are no Python, and the kernel will judge. */
export async function checkSyntax(
  kernels: Kernels,
  { kernel, facts }: FoundEnvironment,
  { script, problems, file }: Prepared
): Promise<Check[]> {
  // What our own grammar refused has been said, with its cell.
  if (!script || problems.length > 0 || !kernel || !facts) return [];
  const { version } = facts;
  const fault = await kernels.compile(kernel, script.text);
  if (!fault) return [passed('syntax', reason('syntax-compiles', { version }))];
  const place = placeOf(script.cells, fault.line);
  const where = place
    ? `cell ${String(place.cell)}, line ${String(place.line)}`
    : `${file.path}, line ${String(fault.line)}`;
  const params = { version, where, detail: fault.message };
  return [failed('syntax', problem('syntax-invalid', params, place))];
}

/** Cell and line of a line of the script. */
export function placeOf(
  cells: readonly ScriptCell[],
  scriptLine: number
): Required<Place> | undefined {
  for (const { number, segments } of cells) {
    const segment = segments.find(
      ({ scriptLine: first, lines }) =>
        first <= scriptLine && scriptLine < first + lines
    );
    if (segment) {
      return { cell: number, line: segment.cellLine + scriptLine - segment.scriptLine };
    }
  }
  return undefined;
}
