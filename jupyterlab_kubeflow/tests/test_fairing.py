"""Fairing's builders, and what is not carried over."""

import json
import os

import pytest
from fairing_programs import BEGIN, FILE, made


def test_the_same_code_has_the_same_digest_whenever_it_is_asked(place):
    code = 'config.set_preprocessor("python", input_files=["train.py", "data.csv"])\n'
    first = made(place, code + "plan()")["digest"]
    for name in ("train.py", "data.csv"):
        os.utime(place.work / name, (1, 1))
    assert made(place, code + "plan()")["digest"] == first
    (place.work / "data.csv").write_text("other")
    assert made(place, code + "plan()")["digest"] != first


@pytest.mark.parametrize("name", ["cluster", "docker", "podman"])
def test_builders_without_a_builder_say_so_and_take_layers(place, name):
    (place.work / "requirements.txt").write_text("humanize==4.11.0\n")
    code = f"""
from jupyterlab_kubeflow.fairing.builders.cluster.s3_context import S3ContextSource
config.set_builder({name!r}, base_image="i", registry="r", push=True,
    context_source=S3ContextSource())
out["builder"] = config.get_builder().settings
plan()
"""
    ran = place.program(BEGIN + FILE + code, check=False)
    assert "registry is not used: images are pushed where" in ran.stderr
    assert "context_source is not used: what is built from goes where" in ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    by = "cluster" if name == "cluster" else "local"
    assert said["builder"] == {"image": "i", "build": {"by": by, "source": ["*"]}}
    rank = said["workload"]["spec"]["template"]["spec"]["containers"][0]
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
