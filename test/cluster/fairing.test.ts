/** Programs written for Fairing, on a real cluster: nothing but their import was changed. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor } from './support/runs.js';

const execute = promisify(execFile);
const MINUTES = 60_000;
const lab = await environment('lab');

/** As people wrote them, with a package that the image lacks. */
const PROGRAM = `import sys
from jupyterlab_kubeflow import fairing
from jupyterlab_kubeflow.fairing.kubernetes.utils import add_env, get_resource_mutator


def train():
    import os
    import humanize
    print(os.environ["WHO"], "of", os.environ.get("WORLD_SIZE", "1"), humanize.naturalsize(10**6))


kind, image, namespace = sys.argv[1:4]
counts = {} if kind == "job" else {"worker_count": 1}
fairing.config.set_builder("append", base_image=image)
fairing.config.set_deployer(
    kind,
    namespace=namespace,
    pod_spec_mutators=[get_resource_mutator(cpu=0.1, memory=0.25), add_env({"WHO": "ada"})],
    **counts,
)

if __name__ == "__main__":
    fairing.config.fn(train)()
`;

describe.skipIf(noCluster !== '' || !lab.path)(
  `Fairing on the cluster${noCluster}${lab.reason}`,
  () => {
    const place = noCluster === '' ? new Place('fairing') : (undefined as never);
    const actor = new Actor(place);
    const { bench } = actor;

    beforeAll(() => actor.begin(), 5 * MINUTES);
    afterAll(() => actor.end());

    it.each([
      ['job', 1, 'job'],
      ['pytorchjob', 2, 'pytorchjob'],
      ['tfjob', 1, 'tfjob']
    ])(
      'a %s runs a function with its packages',
      async (kind, ranks, resource) => {
        bench.file(`${kind}/requirements.txt`, 'humanize==4.11.0\n');
        const program = bench.file(`${kind}/train.py`, PROGRAM);
        const host = place.status.registries.open;
        const { stdout } = await execute(
          lab.path,
          [program, kind, actor.image, place.namespace],
          {
            cwd: dirname(program),
            env: {
              ...process.env,
              // The project's Node, whatever the system has.
              PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
              ...{ PYTHONPATH: join(import.meta.dirname, '..', '..') },
              ...{ KUBECONFIG: place.status.kubeconfig, JKF_HOME: bench.home },
              ...{ JUPYTER_RUNTIME_DIR: join(bench.folder, '.runtime') },
              ...{ JKF_PUSH: `${host}/team/fairing`, JKF_PLAIN_HTTP: host }
            }
          }
        );
        const size = kind === 'pytorchjob' ? 2 : 1;
        expect(stdout.split(`ada of ${String(size)} 1.0 MB`)).toHaveLength(ranks + 1);
        expect(await place.must('get', resource, '-o', 'name')).toContain(resource);
      },
      3 * MINUTES
    );
  }
);
