/** What was written for Fairing, on a real cluster: nothing but its imports is changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { BuilderBench, builderMap } from './support/builder.js';
import { noCluster, Place } from './support/cluster.js';
import { FairingUser } from './support/fairing.js';
import { Actor } from './support/runs.js';

const MINUTES = 60_000;
const lab = await environment('lab');

/** Where it runs, in Fairing's words; `IMAGE` and `NAMESPACE` are the test's. */
const CONFIGURED = `import os
from kubeflow import fairing
from kubeflow.fairing.kubernetes.utils import add_env, get_resource_mutator


def deploy_as(kind, cpu=0.1, memory=0.25, **options):
    fairing.config.set_builder("append", base_image="IMAGE")
    small = get_resource_mutator(cpu=cpu, memory=memory)
    fairing.config.set_deployer(
        kind,
        namespace="NAMESPACE",
        pod_spec_mutators=[small, add_env({"WHO": "ada"})],
        **options,
    )
`;

/** With a package that the image lacks. */
const FUNCTION = `import sys
${CONFIGURED}

def train():
    import os
    import humanize
    print(os.environ["WHO"], "of", os.environ.get("WORLD_SIZE", "1"), humanize.naturalsize(10**6))


kind = sys.argv[1]
deploy_as(kind, **({} if kind == "job" else {"worker_count": 1}))

if __name__ == "__main__":
    fairing.config.fn(train)()
`;

/** A file of a folder, with a module and a file that lies elsewhere. */
const FILE = `${CONFIGURED}
fairing.config.set_preprocessor(
    "python",
    command=["python3"],
    executable="src/train.py",
    input_files=["src/train.py", "src/shapes.py"],
    output_map={"../elsewhere.csv": "data/numbers.csv"},
)
deploy_as("tfjob", chief_count=1, worker_count=1)
_, _, deployer = fairing.config.run()
print("ended", deployer.run.state)
`;
const FILE_TRAINS = `import json
import os
import shapes

task = json.loads(os.environ["TF_CONFIG"])["task"]
print(os.environ["WHO"], "is", task["type"], shapes.square(int(open("data/numbers.csv").read())))
`;

/** As notebooks are: with magics, and a class that is trained. */
const NOTEBOOK = [
  CONFIGURED,
  '%load_ext autoreload\nlines = !cat words.txt\nlines',
  `%time total = sum(range(1000))
class Model:
    def train(self):
        print(os.environ.get("WHO", "nobody"), "trained", total, lines, os.environ.get("RANK"))`,
  'Model().train()'
];

/** As those who let the cluster build. */
const BUILT = `from kubeflow import fairing
from kubeflow.fairing.builders.cluster.s3_context import S3ContextSource
from kubeflow.fairing.kubernetes.utils import get_resource_mutator

fairing.config.set_builder(
    "cluster", registry="REGISTRY", base_image="BASE", context_source=S3ContextSource()
)
fairing.config.set_deployer(
    "job", namespace="NAMESPACE", pod_spec_mutators=[get_resource_mutator(cpu=0.1, memory=0.25)]
)


def train():
    import jkf_said
    print("said", jkf_said.VERSION)


if __name__ == "__main__":
    fairing.config.fn(train)()
`;

describe.skipIf(noCluster !== '' || !lab.path)(
  `Fairing on the cluster${noCluster}${lab.reason}`,
  () => {
    const place = noCluster === '' ? new Place('fairing') : (undefined as never);
    const actor = new Actor(place);
    const { bench } = actor;
    const user = new FairingUser(actor, lab.path);

    beforeAll(() => actor.begin(), 5 * MINUTES);
    afterAll(() => actor.end());

    it(
      'cluster: a job runs in an image that was built there, with pip',
      async () => {
        const builder = new BuilderBench(new Actor(new Place('fairing-builder')));
        await builder.begin();
        const { place: admin } = builder.actor;
        await admin.mustApply(builderMap({ image: builder.image }));
        const base = await builder.debian();
        bench.file('built/requirements.txt', 'jkf-said==1.0\n');
        const env = { JKF_ADMIN_NAMESPACE: admin.namespace };
        const builds = new FairingUser(actor, lab.path, env);
        const stdout = await builds.program(
          'built/train.py',
          BUILT.replace('"BASE"', JSON.stringify(base))
        );
        expect(stdout).toContain('said 1.0\n');
        const steps = await actor.must('runs', 'logs', 'last', '--rank', 'image');
        expect(steps.stdout).toMatch(/Successfully installed .*jkf[-_]said-1\.0/);
        await builder.end();
      },
      10 * MINUTES
    );

    it.each([
      ['job', 1, 'job'],
      ['pytorchjob', 2, 'pytorchjob'],
      ['tfjob', 1, 'tfjob']
    ])(
      'a %s runs a function with its packages',
      async (kind, ranks, resource) => {
        bench.file(`${kind}/requirements.txt`, 'humanize==4.11.0\n');
        const stdout = await user.program(`${kind}/train.py`, FUNCTION, kind);
        const size = kind === 'pytorchjob' ? 2 : 1;
        expect(stdout.split(`ada of ${String(size)} 1.0 MB`)).toHaveLength(ranks + 1);
        expect(await place.must('get', resource, '-o', 'name')).toContain(resource);
      },
      3 * MINUTES
    );

    it(
      'python: a tfjob runs a file with its inputs, and with what is mapped elsewhere',
      async () => {
        bench.file('elsewhere.csv', '7\n');
        bench.file('file/src/train.py', FILE_TRAINS);
        bench.file('file/src/shapes.py', 'def square(x):\n    return x * x\n');
        const stdout = await user.program('file/start.py', FILE);
        expect(stdout).toContain('[0] ada is chief 49\n');
        expect(stdout).toContain('[1] ada is worker 49\n');
        expect(stdout).toContain('ended succeeded\n');
      },
      3 * MINUTES
    );

    it(
      'notebook: a pytorchjob runs the notebook that starts it, with its magics',
      async () => {
        bench.file('book/words.txt', 'one\ntwo\n');
        const stdout = await user.notebook(
          'book/train.ipynb',
          ...NOTEBOOK,
          `fairing.config.set_preprocessor("notebook", input_files=["words.txt"])
deploy_as("pytorchjob", worker_count=1)
fairing.config.run()`
        );
        const words = "['one', 'two']";
        // In the kernel, which has started it, and in the pods.
        expect(stdout).toContain(`nobody trained 499500 ${words} None\n`);
        for (const rank of ['0', '1']) {
          expect(stdout).toContain(`[${rank}] ada trained 499500 ${words} ${rank}\n`);
        }
      },
      3 * MINUTES
    );

    it(
      'full_notebook: a job executes the notebook that starts it, and its outputs come back',
      async () => {
        bench.file('whole/words.txt', 'one\ntwo\n');
        const stdout = await user.notebook(
          'whole/train.ipynb',
          ...NOTEBOOK,
          `fairing.config.set_preprocessor("full_notebook", input_files=["words.txt"],
    output_file="done.ipynb")
deploy_as("job", cpu=0.5, memory=0.5)
_, _, deployer = fairing.config.run()`,
          `import json
if "JKF_EVENTS" not in os.environ:
    executed = json.loads(deployer.run.read(".jkf/executed.ipynb"))["cells"]
    print("value", "".join(executed[1]["outputs"][0]["data"]["text/plain"]))
    print("executed", "".join(executed[3]["outputs"][-1]["text"]))`
        );
        expect(stdout).toContain("value ['one', 'two']\n");
        expect(stdout).toMatch(/executed (?:.*\n)*ada trained 499500 /);
      },
      3 * MINUTES
    );
  }
);
