"""Fairing's deployers and mutators: manifests, logs, and what becomes of a training."""

from fairing_programs import BEGIN, FILE, HERE, made


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
