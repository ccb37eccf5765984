/** What `jkf doctor` says of a machine: facts in, checks out. */
import {
  problem,
  reason,
  type Check,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { checkOf, failed, passed, warned } from '../core/plan/checks.js';
import { bytesText } from '../core/plan/text.js';
import type { InstalledKernel, Kernel, KernelFacts } from '../ports/kernel.js';
import type { MachineFacts } from '../ports/machine.js';
import type { Surroundings } from '../ports/process.js';

/** The interpreter that is used when nothing else is said, or why there is none. */
export type FoundPython =
  | { readonly kernel: Kernel; readonly facts: KernelFacts }
  | { readonly problem: Problem };

export interface DoctorFacts {
  readonly version: string;
  readonly machine: MachineFacts;
  readonly surroundings: Surroundings;
  readonly python: FoundPython;
  readonly kernels: readonly InstalledKernel[];
}

/** Checks in the order a person would ask; the machine can run when none failed. */
export function diagnose(facts: DoctorFacts): Check[] {
  return [
    programCheck(facts),
    machineCheck(facts.machine),
    ...pythonChecks(facts.python),
    ...kernelsChecks(facts.kernels),
    folderCheck(facts),
    ...startChecks(facts.surroundings),
    gpuCheck(facts.machine),
    clusterCheck(facts.surroundings)
  ];
}

function programCheck({ version, surroundings: { node, system } }: DoctorFacts): Check {
  return passed('jkf', reason('doctor-program', { version, node, system }));
}

function machineCheck({ cpus, memoryBytes }: MachineFacts): Check {
  const memory = bytesText(memoryBytes);
  return passed('computer', reason('doctor-machine', { cpus, memory }));
}

function pythonChecks(found: FoundPython): Check[] {
  if ('problem' in found) return [failed('python', found.problem)];
  const { kernel, facts } = found;
  const { version, python } = facts;
  const origin =
    kernel.name === undefined ? 'first on the PATH' : `kernel ${kernel.name}`;
  return [
    passed('python', reason('doctor-python', { version, python, origin })),
    packagesCheck(facts),
    notebookModeCheck(facts)
  ];
}

function kernelsChecks(kernels: readonly InstalledKernel[]): Check[] {
  const usable = kernels.flatMap(({ name, python }) =>
    python === undefined ? [] : `${name} (${python})`
  );
  const gone = kernels.filter(({ python }) => python === undefined);
  const message =
    usable.length > 0
      ? reason('doctor-kernels', { kernels: usable.join(', ') })
      : reason('doctor-kernels-none', {});
  if (gone.length === 0) return [passed('kernels', message)];
  const names = gone.map(({ name }) => name).join(', ');
  const warning = warned('kernels', problem('doctor-kernels-gone', { kernels: names }));
  return usable.length > 0 ? [warning, passed('kernels', message)] : [warning];
}

/** Packages that people ask about first. */
const FRAMEWORKS = ['torch', 'tensorflow', 'tensorflow-cpu', 'scikit-learn'];

function packagesCheck({ distributions }: KernelFacts): Check {
  const installed = distributions
    .filter(({ name }) => FRAMEWORKS.includes(name))
    .map(({ name, version }) => `${name} ${version}`);
  const message =
    installed.length > 0
      ? reason('doctor-packages', { packages: installed.join(', ') })
      : reason('doctor-packages-none', {});
  return passed('packages', message);
}

function notebookModeCheck({ distributions, python }: KernelFacts): Check {
  const missing = ['nbclient', 'ipykernel'].filter(
    needed => !distributions.some(({ name }) => name === needed)
  );
  if (missing.length === 0) {
    return passed('notebook mode', reason('doctor-notebook-mode', {}));
  }
  const row = problem('packages-for-notebook-mode', {
    python,
    packages: missing.join(' ')
  });
  return warned('notebook mode', row);
}

function folderCheck({ machine, surroundings }: DoctorFacts): Check {
  const { runsFolder: folder, runsFault: detail } = surroundings;
  const free = bytesText(machine.diskFreeBytes);
  return detail === undefined
    ? passed('runs folder', reason('doctor-runs-folder', { folder, free }))
    : failed('runs folder', problem('folder-not-writable', { folder, detail }));
}

function startChecks({ portFault, startFault }: Surroundings): Check[] {
  const ports =
    portFault === undefined ? [] : [problem('doctor-ports', { detail: portFault })];
  const start =
    startFault === undefined
      ? []
      : [problem('doctor-supervisor', { detail: startFault })];
  return [
    ...checkOf('ports', ports, reason('doctor-ports', {})),
    ...checkOf('supervisor', start, reason('doctor-supervisor', {}))
  ];
}

function gpuCheck({ gpus }: MachineFacts): Check {
  const names = gpus.map(({ name, memoryMiB }) => `${name}, ${String(memoryMiB)} MiB`);
  return passed(
    'gpu',
    names.length > 0
      ? reason('doctor-gpu', { gpus: names.join('; ') })
      : reason('doctor-gpu-none', {})
  );
}

function clusterCheck({ kubeconfig }: Surroundings): Check {
  if (!kubeconfig) return passed('cluster', reason('doctor-cluster-none', {}));
  const { path, context = 'not set' } = kubeconfig;
  return passed('cluster', reason('doctor-cluster', { path, context }));
}
