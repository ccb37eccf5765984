"""Fairing's preprocessors: what is in bundles, and runs on this computer."""

import json
import os
import subprocess
import sys

import pytest
from fairing_programs import BEGIN, HERE, logged, made


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


@pytest.mark.parametrize("command", [["python"], ["python3"], ["python3", "-u"]])
def test_the_command_may_be_python(place, command):
    code = f"""
config.set_preprocessor("python", executable="train.py", command={command!r},
    input_files=["train.py", "data.csv"])
plan()
"""
    assert made(place, code)["entry"]["path"] == "train.py"


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
