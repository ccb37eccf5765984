"""Plans and runs from Python, with the real gateway and runs on this computer."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from programs import Place
from served import PACKAGE

TRAIN = (
    "for step in range(3):\n    print(f'step={step} loss={1 / (step + 1)}')",
    "open('model.txt', 'w').write(name)\nprint('Ende ä')",
)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def test_importing_it_loads_next_to_nothing():
    code = (
        "import sys; before = set(sys.modules); import jupyterlab_kubeflow as jk\n"
        "first = set(sys.modules) - before\n"
        "jk.run\n"
        "new = set(sys.modules) - before\n"
        "print(sorted(m for m in first if m.startswith('jupyterlab_kubeflow')))\n"
        "print(sorted(m for m in new if m.split('.')[0] not in sys.stdlib_module_names"
        " and not m.startswith('jupyterlab_kubeflow')))"
    )
    env = {**os.environ, "PYTHONPATH": os.fspath(PACKAGE.parent)}
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    own = "['jupyterlab_kubeflow', 'jupyterlab_kubeflow.version']"
    assert said.stdout.splitlines() == [own, "[]"]


def test_a_notebook_runs_and_tells_everything(place):
    place.notebook("train.ipynb", ("name = 'none'", ["parameters"]), *TRAIN)
    out = place.program(
        """
import jupyterlab_kubeflow as jk
plan = jk.plan("train.ipynb", parameters={"name": "<b>"})
out.update(ready=plan.ready, files=plan.files, plan=repr(plan), html=plan._repr_html_())
run = jk.run("train.ipynb", parameters={"name": "<b>"})
out["log"] = list(run.logs())
out["waited"] = run.wait(60) is run
out.update(state=run.state, metrics=run.metrics, history=run.history("loss"))
out.update(files_made=run.files, model=run.read("model.txt").decode(), text=repr(run))
out["saved"] = run.save("model.txt", "copy.txt")
out["again"] = list(run.logs(follow=False)) == out["log"]
second = run.rerun({"name": "two"}).wait(60)
out["second"] = second.read("model.txt").decode()
out["listed"] = [r.id for r in jk.runs()] == [second.id, run.id]
out["run_html"] = jk.get(run.id)._repr_html_() + jk.runs()._repr_html_()
second.delete()
out["left"] = len(jk.runs())
"""
    )
    assert out["ready"] and out["files"] == [".jkf/train.py"]
    expected = "<Plan train: ready, script as processes (1 worker), this computer>"
    assert out["plan"] == expected
    steps = [f"step={step} loss={1 / (step + 1)}" for step in range(3)]
    assert out["log"] == [*steps, "Ende ä"]
    assert out["waited"] and out["again"] and out["listed"]
    assert out["state"] == "succeeded"
    assert out["metrics"]["loss"] == pytest.approx(1 / 3)
    assert out["history"] == [[0, 1.0], [1, 0.5], [2, pytest.approx(1 / 3)]]
    assert out["files_made"] == ["model.txt"]
    assert (out["model"], out["second"], out["left"]) == ("<b>", "two", 1)
    assert (place.work / "copy.txt").read_text() == "<b>"
    assert Path(out["saved"]) == place.work / "copy.txt"
    assert "var(--jp-ui-font-color1" in out["run_html"]
    assert "succeeded" in out["run_html"] and "ready" in out["html"]
    assert "<b>" not in out["html"].replace('<b style="', "")


def test_a_run_that_fails_raises_what_it_failed_of(place):
    place.notebook("bad.ipynb", "x = 1", "1 / 0")
    out = place.program(
        """
import jupyterlab_kubeflow as jk
run = jk.run("bad.ipynb")
try:
    run.wait(60)
except jk.RunFailed as error:
    out.update(code=error.code, place=error.place, text=str(error))
    out["same"] = error.run is run
    out["html"] = error._repr_html_()
out["quiet"] = run.wait(60, check=False).state
out["failure"] = run.failures[0]["event"]["exception"]
"""
    )
    assert out["code"] == "run-failed-in-cell"
    assert out["place"] == {"cell": 2, "line": 1}
    assert "ZeroDivisionError" in out["text"] and out["same"]
    assert out["code"] in out["html"]
    assert (out["quiet"], out["failure"]) == ("failed", "ZeroDivisionError")


def test_a_run_is_waited_for_no_longer_than_told_and_cancelled(place):
    place.notebook("long.ipynb", "import time\nprint('up')\ntime.sleep(600)")
    out = place.program(
        """
import jupyterlab_kubeflow as jk
run = jk.run("long.ipynb")
out["first"] = next(run.logs())
try:
    run.wait(0.2)
except TimeoutError as error:
    out["late"] = error.code
run.cancel()
try:
    run.wait(60)
except jk.RunCancelled as error:
    out.update(code=error.code, state=run.state)
"""
    )
    assert out == {
        "first": "up",
        "late": "wait-timeout",
        "code": "run-cancelled",
        "state": "cancelled",
    }


FUNCTION = """
import math

def helper(x):
    return math.sqrt(x)

def train(x=4, *, name):
    print("result", name, helper(x))

class Model:
    def train(self):
        print("trained", helper(9))
        return "a value"

if __name__ == "__main__":
    raise SystemExit("the file itself")
"""


def test_functions_and_classes_of_modules_run(place):
    (place.work / "mine.py").write_text(FUNCTION)
    out = place.program(
        """
import os, sys
sys.path.insert(0, os.getcwd())
import jupyterlab_kubeflow as jk
import mine
run = jk.run(mine.train, parameters={"name": "n", "x": 16}, ranks=2).wait(60)
out["log"] = sorted(run.logs())
out["one"] = list(run.logs(rank=1))
out["class"] = list(jk.run(mine.Model).wait(60).logs())
out["file"] = sorted(os.listdir())
"""
    )
    assert out["log"] == ["result n 4.0"] * 2 and out["one"] == ["result n 4.0"]
    assert out["class"][0] == "trained 3.0"
    assert [name for name in out["file"] if not name.startswith("_")] == ["mine.py"]


def test_a_file_runs_with_its_arguments(place):
    (place.work / "a.py").write_text("import sys\nprint(sys.argv[1:], __name__)\n")
    out = place.program(
        """
import jupyterlab_kubeflow as jk
out["log"] = list(jk.run("a.py", args=["--lr", "1"], env={"A": 1}).logs())
"""
    )
    assert out["log"] == ["['--lr', '1'] __main__"]


KERNEL = """
import os, sys, types
sys.modules["ipykernel"] = types.ModuleType("ipykernel")
import jupyterlab_kubeflow as jk
"""


def test_the_notebook_of_a_kernel_is_found_as_it_is_saved(place):
    notebook = place.notebook("n.ipynb", "def f():\n    print('saved')", "f()")
    out = place.program(
        KERNEL
        + """
def f():
    print("not saved")
out["whole"] = list(jk.run().logs())
out["function"] = list(jk.run(f).logs())
out["source"] = jk.plan().data["source"]["path"]
""",
        JPY_SESSION_NAME=os.fspath(notebook),
    )
    assert out["whole"] == ["saved"] and out["function"] == ["saved"]
    assert out["source"] == os.fspath(notebook)


ERRORS = [
    ("jk.run()", "notebook-unknown"),
    ("jk.run('none.ipynb')", "file-missing"),
    ("jk.run(lambda: 1)", "function-unsuitable"),
    ("jk.run('x'.upper)", "function-unsuitable"),
    ("jk.run(str)", "function-unsuitable"),
    ("jk.run('n.ipynb', parameters={'q': 1})", "parameter-unknown"),
    ("jk.run('n.ipynb', mode='file')", "mode-unsuitable"),
    ("jk.run('n.ipynb', mode='strange')", "gateway-body-invalid"),
    ("jk.run('n.ipynb', target='moon')", "context-missing"),
    ("jk.get('nobody')", "run-unknown"),
]


def test_errors_have_code_sentence_and_what_to_do(place):
    place.notebook("n.ipynb", ("p = 1", ["parameters"]))
    calls = json.dumps([call for call, _ in ERRORS])
    out = place.program(
        f"""
import jupyterlab_kubeflow as jk
out["codes"] = []
for call in {calls}:
    try:
        eval(call)
    except jk.JkfError as error:
        assert error.sentence and error.remedy and "Reload" not in error.remedy, call
        out["codes"].append(error.code)
out["runs"] = len(jk.runs())
""",
        JPY_SESSION_NAME="",
    )
    assert out == {"codes": [code for _, code in ERRORS], "runs": 0}


def test_the_gateway_of_the_server_is_used_where_there_is_one(real, tmp_path):
    place = Place(tmp_path)
    real.token_client().get("health")
    (real.root / "n.ipynb").write_bytes(
        place.notebook("n.ipynb", "print(1)").read_bytes()
    )
    code = f"""
import jupyterlab_kubeflow as jk
from jupyterlab_kubeflow.client import process
out["log"] = list(jk.run({os.fspath(real.root / "n.ipynb")!r}).logs())
out["own"] = len(process._held)
plan = jk.plan("n.ipynb")
out["outside"] = [len(process._held), plan.data["source"]["path"]]
"""
    out = place.program(code, JUPYTER_RUNTIME_DIR=os.fspath(real.folder / "RUNTIME"))
    assert (out["log"], out["own"]) == (["1"], 0)
    assert out["outside"] == [1, os.fspath(place.work / "n.ipynb")]
    listed = real.token_client().get("runs").json()["runs"]
    assert [run["source"] for run in listed] == ["n.ipynb"]


def test_a_lost_gateway_is_replaced_and_no_line_is_lost(place):
    loop = "for i in range(40):\n    print(i, flush=True)\n    time.sleep(.05)"
    place.notebook("n.ipynb", "import time", loop)
    out = place.program(
        """
import os, signal
import jupyterlab_kubeflow as jk
from jupyterlab_kubeflow.client import process
run = jk.run("n.ipynb")
out["log"] = []
for line in run.logs():
    out["log"].append(int(line))
    if line in ("5", "15"):
        process._held[-1].kill()
out["state"] = run.wait(60).state
out["started"] = len(process._held)
"""
    )
    assert (out["log"], out["state"]) == (list(range(40)), "succeeded")
    assert out["started"] == 3


def test_inside_a_run_nothing_is_started(place):
    cell = "import jupyterlab_kubeflow as jk\nprint(jk.run(), jk.plan)"
    place.notebook("n.ipynb", cell)
    out = place.program(
        """
import jupyterlab_kubeflow as jk
for mode in "script", "notebook":
    out[mode] = [list(jk.run("n.ipynb", mode=mode).wait(60).logs()), len(jk.runs())]
"""
    )
    nothing = "<nothing: this is the run itself>"
    assert f"{nothing} {nothing}" in out["script"][0]
    assert any(nothing in line for line in out["notebook"][0])
    assert (out["script"][1], out["notebook"][1]) == (1, 2)
