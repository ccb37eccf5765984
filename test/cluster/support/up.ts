/** One cluster for all suites of this part: up before the first, down after the last. */
import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { compile, mustCluster, testName } from './cli.js';
import type { Status } from './status.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What `status` says; undefined where this computer cannot have a cluster. */
    cluster: Status | undefined;
    /** Why there is none; empty when there is one. */
    noCluster: string;
  }
}

const NAME = testName('test');

export async function setup(project: TestProject): Promise<void> {
  await compile();
  const reason = whyNot();
  project.provide('noCluster', reason);
  if (reason !== '') {
    if (process.env['CI'] === 'true') {
      throw new Error(`With CI=true the cluster's tests may not be left out${reason}.`);
    }
    project.provide('cluster', undefined);
    return;
  }
  // What an earlier, killed run of the tests left is not what they are about.
  await mustCluster(NAME, 'down');
  await mustCluster(NAME, 'up', '--with', 'fake-gpu');
  const text = await mustCluster(NAME, 'status', '-o', 'json');
  project.provide('cluster', JSON.parse(text) as Status);
}

export async function teardown(): Promise<void> {
  if (whyNot() === '') await mustCluster(NAME, 'down');
}

/** The tests are about the built-in cluster, whatever else is here. */
function whyNot(): string {
  if (process.platform !== 'linux') return ' (skipped: no Linux)';
  if (process.getuid?.() !== 0) return ' (skipped: a built-in cluster needs root)';
  const apt = spawnSync('apt-get', ['--version']).status === 0;
  return apt ? '' : ' (skipped: a built-in cluster needs Debian)';
}
