"""
Fairing's surface against the real gateway: what is in bundles and manifests, and runs
on this computer. Rows of docs/how-to/fairing.md name these tests.
"""

import json
import os
import subprocess
import sys

import pytest
from fake_cluster import FakeCluster
from programs import Place

#: What programs below begin with; ``plan`` makes a plan and starts nothing.
BEGIN = """
import json
from jupyterlab_kubeflow import fairing
from jupyterlab_kubeflow.fairing.kubernetes.utils import *
config = fairing.config

def plan():
    entry = config.get_preprocessor().entry
    with config.get_deployer().planned(entry, config.get_builder().settings) as made:
        settings = made._asked.body["settings"]
        data = made.data
        out.update(files=sorted(made.files), mode=data["mode"], problems=repr(made))
        out.update(entry=data["bundle"]["entry"], digest=made.digest, settings=settings)
        if data["target"]["kind"] == "cluster":
            out["workload"] = made.workload()
            out["kinds"] = [item["kind"] for item in made.manifests()]
        return made
"""
HERE = 'config.set_deployer("job", context="local")\n'


@pytest.fixture(scope="module")
def cluster():
    made = FakeCluster()
    yield made
    made.stop()


@pytest.fixture
def place(tmp_path, cluster):
    made = Place(tmp_path)
    made.kubeconfig(cluster.url)
    (made.work / "data.csv").write_text("1,2\n")
    (made.work / "src").mkdir()
    (made.work / "src" / "near.py").write_text("value = 7\n")
    (made.work / "src" / "train.py").write_text(
        "import near, sys\nprint(near.value, open('data.csv').read().strip(), sys.argv)"
    )
    (made.work / "train.py").write_text("print('trained', open('data.csv').read())\n")
    made.notebook(
        "n.ipynb",
        "x = 1",
        "%%bash\necho magic",
        "!echo one \\\n  two",
        "print('whole', x)",
    )
    marked = ("# fairing:include-cell\nprint('marked')", "print('not marked')")
    made.notebook("marked.ipynb", *marked)
    return made


def logged(place, code):
    """Lines that a run of the code on this computer prints."""
    ran = place.program(BEGIN + HERE + code, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[:-1]


def made(place, code):
    return place.program(BEGIN + code)


def test_python_ships_inputs_and_runs_the_file(place):
    code = 'config.set_preprocessor("python", input_files=["train.py", "data.csv"])\n'
    out = made(place, code + "plan()")
    assert out["files"] == ["data.csv", "train.py"]
    assert out["entry"] == {"kind": "file", "path": "train.py", "args": []}
    assert logged(place, code + "config.run()")[:2] == ["trained 1,2", ""]


def test_python_runs_a_file_of_a_folder_in_the_folder_above(place):
    code = """
config.set_preprocessor("python", executable="src/train.py",
    input_files=["src/train.py", "src/near.py", "data.csv"])
config.run()
"""
    assert logged(place, code)[0] == "7 1,2 ['src/train.py']"


def test_output_map_puts_files_elsewhere(place):
    code = """
config.set_preprocessor("python", executable="train.py",
    input_files=["train.py"], output_map={"../other.csv": "/app/data.csv"})
"""
    (place.work.parent / "other.csv").write_text("3,4\n")
    out = made(place, code + "plan()")
    assert out["files"] == ["data.csv", "train.py"]
    assert logged(place, code + "config.run()")[0] == "trained 3,4"


def test_the_first_file_of_a_place_wins(place):
    (place.work / "b.csv").write_text("b")
    code = """
config.set_preprocessor("python", executable="train.py",
    input_files=["train.py", "data.csv"], output_map={"b.csv": "data.csv"})
config.run()
"""
    ran = place.program(BEGIN + HERE + code, check=False)
    assert ran.stdout.startswith("trained 1,2")
    assert "b.csv is left out: data.csv is there already." in ran.stderr


def test_notebook_runs_every_line_of_magic(place):
    code = 'config.set_preprocessor("notebook", notebook_file="n.ipynb")\n'
    before = sorted(os.listdir(place.work))
    lines = logged(place, code + "config.run()")
    assert lines[:3] == ["magic", "one two", "whole 1"]
    assert sorted(os.listdir(place.work)) == before
    assert made(place, code + "plan()")["files"] == [".jkf/n.py"]


def test_notebook_takes_inputs_and_only_marked_cells(place):
    code = """
from jupyterlab_kubeflow.fairing.preprocessors.converted_notebook import *
config.set_preprocessor("notebook", notebook_file="marked.ipynb",
    input_files=["data.csv"], notebook_preprocessor=FilterIncludeCell)
"""
    out = made(place, code + "plan()")
    assert out["files"] == [".jkf/marked.py", "data.csv"]
    assert logged(place, code + "config.run()") == ["marked", ""]


def test_full_notebook_brings_the_executed_notebook_back(place):
    code = """
config.set_preprocessor("full_notebook", notebook_file="n.ipynb", output_file="o.ipynb")
_, _, deployer = config.run()
out["executed"] = json.loads(deployer.run.read(".jkf/executed.ipynb"))["cells"][-1]
"""
    out = made(place, HERE + code)
    assert "".join(out["executed"]["outputs"][0]["text"]) == "whole 1\n"


def test_functions_and_classes_run_by_fn_and_train_job(place):
    (place.work / "mine.py").write_text(
        "def f():\n    print('f ran')\n    return 3\n\n"
        "class C:\n    def train(self):\n        print('C trained')\n"
    )
    code = """
import sys, os
sys.path.insert(0, os.getcwd())
import mine
from jupyterlab_kubeflow.fairing.backends import KubernetesBackend
config.fn(mine.f)()
run = fairing.TrainJob(mine.C, backend=KubernetesBackend(context="local")).submit()
assert run.state == "succeeded"
fairing.TrainJob("train.py", input_files=["data.csv"],
    backend=KubernetesBackend(context="local")).submit()
"""
    lines = [line for line in logged(place, code) if line]
    assert lines == ["f ran", "3", "C trained", "trained 1,2"]


def test_a_training_that_fails_raises(place):
    (place.work / "bad.py").write_text("raise ValueError('no')\n")
    code = 'config.set_preprocessor("python", executable="bad.py")\nconfig.run()'
    ran = place.program(BEGIN + HERE + code, check=False)
    assert ran.returncode == 1
    assert "RunFailed" in ran.stderr and "ValueError" in ran.stderr


def test_logs_of_all_ranks_are_printed(place):
    (place.work / "r.py").write_text("import os\nprint('rank', os.environ['RANK'])\n")
    code = """
config.set_preprocessor("python", executable="r.py")
config.set_deployer("pytorchjob", context="local", worker_count=2)
config.run()
"""
    ran = place.program(BEGIN + code, check=False)
    lines = sorted(line for line in ran.stdout.splitlines() if "rank" in line)
    assert lines == [f"[{rank}] rank {rank}" for rank in range(3)], ran.stderr


FILE = 'config.set_preprocessor("python", executable="train.py")\n'


def test_job_is_a_job(place):
    code = """
config.set_builder("append", base_image="python:3.11")
config.set_deployer("job", namespace="lab", runs=3, job_name="mine",
    labels={"team": "a"}, annotations={"why": "b"}, cleanup=True)
plan()
"""
    out = made(place, FILE + code)
    workload, spec = out["workload"], out["workload"]["spec"]
    assert (workload["kind"], workload["metadata"]["namespace"]) == ("Job", "lab")
    assert workload["metadata"]["name"].startswith("mine-")
    assert (spec["completions"], spec["parallelism"]) == (3, 3)
    assert (spec["backoffLimit"], spec["ttlSecondsAfterFinished"]) == (0, 600)
    metadata = spec["template"]["metadata"]
    assert metadata["labels"]["team"] == "a" and metadata["annotations"]["why"] == "b"
    assert metadata["annotations"]["sidecar.istio.io/inject"] == "false"
    pod = spec["template"]["spec"]
    assert pod["restartPolicy"] == "Never"
    assert pod["containers"][0]["image"] == "python:3.11"
    assert pod["containers"][0]["command"][-3:] == ["-u", ".jkf/runner", "pod"]


def test_the_manifest_is_printed_when_asked(place):
    code = FILE + "config.set_deployer(output=True)\nplan()"
    ran = place.program(BEGIN + code, check=False)
    assert '"kind": "Job"' in ran.stdout.rpartition("\n{")[0], ran.stderr


def counts(out, field):
    roles = out["workload"]["spec"][field]
    return {role: spec["replicas"] for role, spec in roles.items()}


def test_tfjob_and_pytorchjob_have_fairings_defaults(place):
    deploy = 'config.set_builder(base_image="i")\nconfig.set_deployer("{}"{})\nplan()'
    out = made(place, FILE + deploy.format("pytorchjob", ""))
    assert out["kinds"][-1] == "PyTorchJob"
    assert counts(out, "pytorchReplicaSpecs") == {"Master": 1, "Worker": 1}
    out = made(place, FILE + deploy.format("tfjob", ""))
    assert counts(out, "tfReplicaSpecs") == {"Worker": 1}
    many = ", chief_count=1, ps_count=2, worker_count=3"
    out = made(place, FILE + deploy.format("tfjob", many))
    assert counts(out, "tfReplicaSpecs") == {"Chief": 1, "PS": 2, "Worker": 3}
    out = made(place, FILE + deploy.format("pytorchjob", ", worker_count=0"))
    assert counts(out, "pytorchReplicaSpecs") == {"Master": 1}


def test_mutators_reach_the_pods_of_every_role(place):
    code = """
def own(manager, pod, namespace):
    assert namespace == "team"
    pod.host_network = True
    pod.containers[0].env.append({"name": "E", "value": "1"})
mutators = [get_resource_mutator(cpu=3, memory=0.5, gpu=1), mounting_pvc("claim"),
    volume_mounts("secret", "key", "/key"), add_env({"A": "b"}),
    add_secret_env("s", "K"), get_node_selector({"disk": "ssd"}), own]
config.set_builder("append", base_image="i")
config.set_deployer("tfjob", ps_count=1, pod_spec_mutators=mutators)
plan()
"""
    out = made(place, FILE + code)
    assert out["settings"]["patch"] and "blocked" not in out["problems"], out[
        "problems"
    ]
    roles = out["workload"]["spec"]["tfReplicaSpecs"]
    for role, gpus in (("Worker", {"nvidia.com/gpu": "1"}), ("PS", {})):
        pod = roles[role]["template"]["spec"]
        rank = pod["containers"][0]
        limits = rank["resources"]["limits"]
        assert limits["cpu"] == "3"
        assert {k: v for k, v in limits.items() if "gpu" in k} == gpus
        env = {item["name"]: item for item in rank["env"]}
        assert (env["A"]["value"], env["E"]["value"]) == ("b", "1")
        assert env["K"]["valueFrom"]["secretKeyRef"] == {"name": "s", "key": "K"}
        mounts = {item["mountPath"] for item in rank["volumeMounts"]}
        assert {"/mnt", "/key"} <= mounts
        sources = [volume for volume in pod["volumes"] if "secret" in volume]
        assert sources[0]["secret"] == {"secretName": "key"}
        assert pod["nodeSelector"]["disk"] == "ssd"
        assert pod["hostNetwork"] is True
    annotations = out["workload"]["metadata"]["annotations"]
    assert annotations["jupyterlab-kubeflow.io/customised"] == "true"


def test_the_same_code_has_the_same_digest_whenever_it_is_asked(place):
    code = 'config.set_preprocessor("python", input_files=["train.py", "data.csv"])\n'
    first = made(place, code + "plan()")["digest"]
    for name in ("train.py", "data.csv"):
        os.utime(place.work / name, (1, 1))
    assert made(place, code + "plan()")["digest"] == first
    (place.work / "data.csv").write_text("other")
    assert made(place, code + "plan()")["digest"] != first


@pytest.mark.parametrize("name", ["cluster", "docker", "podman"])
def test_builders_that_are_not_there_say_what_is_used(place, name):
    code = f"""
from jupyterlab_kubeflow.fairing.builders.cluster.s3_context import S3ContextSource
config.set_builder({name!r}, base_image="i", registry="r", push=True,
    context_source=S3ContextSource())
plan()
"""
    ran = place.program(BEGIN + FILE + code, check=False)
    assert f"The builder {name} builds no image here" in ran.stderr
    assert "registry is not used: images are pushed where" in ran.stderr
    workload = json.loads(ran.stdout.splitlines()[-1])["workload"]
    rank = workload["spec"]["template"]["spec"]["containers"][0]
    assert rank["image"] == "i"


REFUSED = [
    ('config.set_preprocessor("x")', "python, notebook, full_notebook, function"),
    ('config.set_builder("x")', "append, cluster, docker, podman"),
    ('config.set_deployer("x")', "job, tfjob, pytorchjob, gcp, serving, kfserving"),
    ('config.set_deployer("serving"); config.get_deployer()', "comes with serving"),
    ('config.set_deployer("kfserving"); config.get_deployer()', "comes with serving"),
    ('config.set_deployer("gcp"); config.get_deployer()', "AI Platform"),
    ("fairing.PredictionEndpoint(print)", "comes with serving"),
    ("ConvertNotebookPreprocessorWithFire('C')", "parameters"),
    ("config.set_deployer(nonsense=1); config.get_deployer()", "takes no nonsense"),
    ("config.set_builder(nonsense=1); config.get_builder()", "takes no nonsense"),
    ('config.set_deployer(config_file="k"); config.get_deployer()', "KUBECONFIG"),
    ('config.set_preprocessor("python"); config.run()', "Say it with executable="),
    (
        'config.set_preprocessor("python", executable="train.py",'
        ' command=["bash", "-c"]); config.run()',
        "The command bash -c is not carried over",
    ),
    (
        'config.set_preprocessor("python", executable="train.py",'
        ' input_files=["../program.py"]); config.run()',
        "outside the working folder",
    ),
    (
        'config.set_preprocessor("function", function_obj="".join); config.run()',
        "cannot",
    ),
    (
        "config.set_preprocessor('python', executable='train.py');"
        "config.set_deployer(pod_spec_mutators=[lambda m, p, n: m.create_secret()]);"
        "config.run()",
        "kube_manager.create_secret",
    ),
]


def test_what_is_not_carried_over_is_said(place):
    code = f"""
from jupyterlab_kubeflow.client import JkfError
from jupyterlab_kubeflow.fairing.preprocessors.converted_notebook import *
out["said"] = []
for line in {[line for line, _ in REFUSED]!r}:
    config.reset()
    try:
        exec(line)
    except (JkfError, ValueError, TypeError) as error:
        out["said"].append(str(error))
    else:
        out["said"].append("")
"""
    said = made(place, code)["said"]
    for (line, expected), text in zip(REFUSED, said):
        assert expected in text, line


def test_backends_are_our_targets(place):
    code = """
from jupyterlab_kubeflow.fairing.backends import *
for kind in (KubernetesBackend, GKEBackend, AWSBackend, AzureBackend, IBMCloudBackend,
        KubeflowBackend, KubeflowGKEBackend, KubeflowAWSBackend, KubeflowAzureBackend):
    backend = kind(namespace="lab")
    assert isinstance(backend, BackendInterface)
    deployer = backend.get_training_deployer(pod_spec_mutators=[print])
    names = [mutator.__name__ for mutator in deployer.mutators]
    out[kind.__name__] = [deployer.settings["namespace"], deployer.name, *names[1:]]
"""
    out = made(place, code)
    gcp, aws = "add_gcp_credentials_if_exists", "add_aws_credentials_if_exists"
    extra = {
        "GKEBackend": [gcp],
        "KubeflowGKEBackend": [gcp],
        "AWSBackend": [aws],
        "KubeflowAWSBackend": [aws],
    }
    assert len(out) == 9
    for name, found in out.items():
        assert found == ["lab", "job", *extra.get(name, [])]


def test_a_changed_pod_is_deployed(place):
    code = (
        HERE
        + """
pod = config.get_builder().generate_pod_spec()
pod.containers[0].env.append({"name": "NAME", "value": "from the pod"})
config.set_preprocessor("python", executable="e.py")
config.deploy(pod)
"""
    )
    (place.work / "e.py").write_text("import os\nprint(os.environ['NAME'])\n")
    ran = place.program(BEGIN + code, check=False)
    assert ran.stdout.splitlines()[0] == "from the pod", ran.stderr


NOTEBOOK = [
    "from jupyterlab_kubeflow import fairing\nimport os",
    "def train():\n    print('trained in a run:', 'JKF_EVENTS' in os.environ)",
    "fairing.config.set_builder('append', base_image='i')\n"
    "fairing.config.set_deployer('job', context='local')",
    "fairing.config.fn(train)()",
    "fairing.config.set_preprocessor('{}')\nfairing.config.run()",
]
EXECUTE = """
import json, nbformat, sys
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, kernel_name="python3").execute()
def said(cell):
    printed = [each for each in cell.outputs if each.get("name") == "stdout"]
    return "".join(each["text"] for each in printed)
print(json.dumps([said(cell) for cell in notebook.cells]))
"""


@pytest.mark.parametrize("how", ["notebook", "full_notebook"])
def test_a_notebook_in_its_kernel_is_the_same_on_both_sides(place, how):
    cells = [
        cell.format(how) if how in cell or "{}" in cell else cell for cell in NOTEBOOK
    ]
    path = place.notebook("both.ipynb", *cells)
    ran = subprocess.run(
        [sys.executable, "-c", EXECUTE, os.fspath(path)],
        env={**place.env, "JPY_SESSION_NAME": os.fspath(path)},
        cwd=place.work,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said[3].splitlines() == ["trained in a run: True"]
    # The run of the whole notebook comes to the same cells, where `fn` is the function.
    assert "trained in a run: True" in said[4]
