/** The gateway apart from the browser: what is true, and its process. */
import { expect, type APIRequestContext } from '@playwright/test';
import {
  API_ROOT,
  ROUTES,
  isActive,
  type Run,
  type RunDetail,
  type RunsAnswer
} from '@jupyterlab-kubeflow/protocol';
import { readFile, readdir } from 'node:fs/promises';
import type { JupyterServer } from './jupyter.js';

export class Gateway {
  constructor(
    private readonly server: JupyterServer,
    private readonly request: APIRequestContext
  ) {}

  async runs(): Promise<Run[]> {
    const answer = await this.request.get(this.url(ROUTES.runs), this.options);
    return ((await answer.json()) as RunsAnswer).runs;
  }

  async detail(id: string): Promise<RunDetail> {
    const answer = await this.request.get(this.url(ROUTES.run(id)), this.options);
    return (await answer.json()) as RunDetail;
  }

  /** Cancels and deletes all runs. */
  async clear(): Promise<void> {
    await expect(async () => {
      const runs = await this.runs();
      await Promise.all(runs.map(run => this.remove(run)));
      expect(await this.runs()).toEqual([]);
    }).toPass({ timeout: 30_000 });
  }

  private async remove(run: Run): Promise<void> {
    const { id } = run;
    if (isActive(run))
      await this.request.post(this.url(ROUTES.cancel(id)), this.options);
    await this.request.delete(this.url(ROUTES.run(id)), this.options);
  }

  /** Stops the kernels that notebooks have started. */
  async stopKernels(): Promise<void> {
    const sessions = `${this.server.url}/api/sessions`;
    const answer = await this.request.get(sessions, this.options);
    for (const { id } of (await answer.json()) as { readonly id: string }[]) {
      await this.request.delete(`${sessions}/${id}`, this.options);
    }
  }

  /** The process, found by the folder it serves: nobody tells it otherwise. */
  async pid(): Promise<number> {
    const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
    for (const pid of pids) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const words = line.split('\0');
      if (words.includes('gateway') && words.includes(this.server.root)) {
        return Number(pid);
      }
    }
    throw new Error('No gateway runs.');
  }

  /** As the kernel does when memory is short: no chance to say anything. */
  async kill(): Promise<void> {
    process.kill(await this.pid(), 'SIGKILL');
  }

  private get options(): { headers: Record<string, string> } {
    return { headers: { Authorization: `token ${this.server.token}` } };
  }

  private url(path: string): string {
    return `${this.server.url}/${API_ROOT}/${path}`;
  }
}
