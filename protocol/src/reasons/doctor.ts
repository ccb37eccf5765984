/** What `jkf doctor` found in order. */
export const DOCTOR_REASONS = {
  'doctor-program': 'jkf {version} on Node {node}, {system}',
  'doctor-machine': '{cpus} CPUs, {memory} of memory',
  'doctor-python': 'Python {version} at {python} ({origin})',
  'doctor-kernels': '{kernels}',
  'doctor-kernels-none':
    'no kernelspec: notebooks run with the first Python on the PATH',
  'doctor-packages': 'installed: {packages}',
  'doctor-packages-none': 'none of torch, tensorflow, scikit-learn is installed',
  'doctor-notebook-mode': 'nbclient and ipykernel are there: --mode notebook works',
  'doctor-runs-folder': '{folder}, {free} free',
  'doctor-ports': 'ports of this computer can be opened',
  'doctor-supervisor': 'a process of jkf starts and goes on by itself',
  'doctor-gpu': '{gpus}',
  'doctor-gpu-none': 'none found by nvidia-smi: runs use the CPU',
  'doctor-cluster-none': 'no kubeconfig: runs are on this computer',
  'doctor-cluster': '{path}, context {context}; jkf targets lists all'
} as const;
