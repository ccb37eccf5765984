/** IPython and CPython as judges: one Python child of the tests' environment, JSON lines. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One place where IPython found its own syntax. */
export interface Mark {
  /** First line, from 1, in the cell as written. */
  readonly line: number;
  readonly kind: 'cell-magic' | 'magic-assign' | 'system-assign' | 'escaped' | 'help';
}

export interface CellVerdict {
  readonly marks: readonly Mark[];
  /** Whether CPython compiles what IPython made of the cell. */
  readonly compiles: boolean;
}

export interface SyntaxFault {
  readonly line: number;
  readonly message: string;
}

/** A Python process that answers in the order it was asked. */
export class Judge {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: {
    answer: (value: unknown) => void;
    fail: (error: Error) => void;
  }[] = [];
  #complaint = '';

  constructor(python: string) {
    this.#child = spawn(python, [join(import.meta.dirname, 'judge.py')]);
    createInterface({ input: this.#child.stdout }).on('line', line => {
      this.#waiting.shift()?.answer(JSON.parse(line));
    });
    this.#child.stderr.on('data', chunk => (this.#complaint += String(chunk)));
    this.#child.on('close', () => {
      const error = new Error(`The judge ended: ${this.#complaint}`);
      for (const { fail } of this.#waiting.splice(0)) fail(error);
    });
  }

  /** What of a cell is IPython's syntax. */
  async cell(source: string): Promise<CellVerdict> {
    return (await this.#ask({ cell: source })) as CellVerdict;
  }

  /** Whether CPython compiles it; top-level `await` is allowed. */
  async script(source: string): Promise<SyntaxFault | null> {
    return (await this.#ask({ script: source })) as SyntaxFault | null;
  }

  dispose(): void {
    this.#child.kill();
  }

  #ask(request: object): Promise<unknown> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ answer, fail });
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }
}
