/** Programs and notebooks that were written for Fairing, as its users start them. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Actor } from './runs.js';

const execute = promisify(execFile);

/** All that a program of Fairing needs changed. */
const THEIRS = 'from kubeflow import fairing';
const OURS = 'from jupyterlab_kubeflow import fairing';
const [THEIR_PARTS, OUR_PARTS] = ['kubeflow.fairing.', 'jupyterlab_kubeflow.fairing.'];

/** Executes a notebook in a kernel of its own, and prints what its cells print. */
const KERNEL = `
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, kernel_name="python3", timeout=170).execute()
for cell in notebook.cells:
    for output in cell.outputs:
        print(output.get("text", ""), end="")
`;

/** Whoever has a notebook of Fairing open, with a cluster and a registry. */
export class FairingUser {
  constructor(
    private readonly actor: Actor,
    private readonly python: string,
    /** Besides those that all have. */
    private readonly env: NodeJS.ProcessEnv = {}
  ) {}

  /** With its imports changed; its path. */
  async program(name: string, text: string, ...args: string[]): Promise<string> {
    const file = this.actor.bench.file(name, this.#ours(text));
    return this.#prints([file, ...args], { file });
  }

  /** The cells as they are executed one after the other in JupyterLab. */
  async notebook(name: string, ...cells: string[]): Promise<string> {
    const ours = cells.map(cell => this.#ours(cell));
    const file = this.actor.bench.notebook(name, ...ours);
    return this.#prints(['-c', KERNEL, file], { file });
  }

  /** With the imports changed, and the names of the test's image and namespace. */
  #ours(text: string): string {
    const { image, place } = this.actor;
    return text
      .replaceAll(THEIRS, OURS)
      .replaceAll(THEIR_PARTS, OUR_PARTS)
      .replaceAll('"IMAGE"', JSON.stringify(image))
      .replaceAll('"NAMESPACE"', JSON.stringify(place.namespace));
  }

  /** What Python prints, beside the file. */
  async #prints(args: readonly string[], { file }: { file: string }): Promise<string> {
    const { status } = this.actor.place;
    const { bench } = this.actor;
    const host = status.registries.open;
    const { stdout } = await execute(this.python, args, {
      cwd: dirname(file),
      env: {
        ...process.env,
        // The project's Node, whatever the system has.
        PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        PYTHONPATH: join(import.meta.dirname, '..', '..', '..'),
        ...{ KUBECONFIG: status.kubeconfig, JKF_HOME: bench.home },
        ...{ JUPYTER_RUNTIME_DIR: join(bench.folder, '.runtime') },
        ...{ JKF_PUSH: `${host}/team/fairing`, JKF_PLAIN_HTTP: host },
        // As Jupyter's servers say it to kernels; programs have no use for it.
        JPY_SESSION_NAME: file,
        ...this.env
      }
    });
    return stdout;
  }
}
