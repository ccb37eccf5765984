"""Whole notebooks, executed by a real kernel."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from conftest import PYTHON, requires
from test_processes import wait_for


@pytest.fixture(autouse=True)
def kernel():
    requires("nbclient")
    requires("ipykernel")


def notebook(folder, *cells, minor=4):
    """Write a notebook; a cell is its source, or source and tags."""
    made = []
    for cell in cells:
        source, tags = (cell, []) if isinstance(cell, str) else cell
        made.append(
            {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {"tags": tags},
                "outputs": [],
                "source": source,
            }
        )
    made.insert(1, {"cell_type": "markdown", "metadata": {}, "source": "# words"})
    whole = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": minor}
    path = folder.path / ".jkf" / "nb.ipynb"
    path.write_text(json.dumps(whole), encoding="utf-8")
    folder.entry(kind="notebook", path=".jkf/nb.ipynb", source="nb.ipynb")


def executed(folder):
    text = (folder.path / ".jkf" / "executed.ipynb").read_text(encoding="utf-8")
    cells = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    return [("".join(c["source"]), c["outputs"]) for c in cells]


def test_a_kernel_of_this_python_executes_it_with_output_passed_on_live(folder):
    notebook(
        folder,
        "import sys, os\nprint(sys.executable); print('loss=0.5', file=sys.stderr)",
        "",
        "!echo from the shell\nprint(os.environ['RANK'], os.getcwd())",
        "'a value'",
        "await __import__('asyncio').sleep(0, 7)",
    )
    ran = folder.run({"RANK": "2"})
    assert ran.code == 0
    lines = ran.out.decode().splitlines()
    assert lines == [PYTHON, "from the shell", f"2 {folder.path}"]
    progress = [(e["cell"], e["position"], e["of"]) for e in ran.of("cell-started")]
    assert progress == [(1, 1, 4), (3, 2, 4), (4, 3, 4), (5, 4, 4)]
    assert [e["text"] for e in ran.of("value")] == ["'a value'", "7"]
    assert ran.one("metric")["cell"] == 1
    assert ran.one("finished")["ok"] is True
    # Now and then ipykernel itself stumbles, and says so, while it is shut down.
    assert ran.err.split("ERROR:tornado.general:")[0] == "loss=0.5\n"
    assert executed(folder)[3][1][0]["data"]["text/plain"] == ["'a value'"]


def test_parameters_become_a_cell_behind_the_tagged_one(folder):
    notebook(
        folder,
        ("lr = 0.1\nflag = False", ["parameters"]),
        ("lr = 9", ["injected-parameters"]),
        "print(lr, flag, text)",
    )
    given = {"lr": 0.5, "flag": True, "text": "é'\n"}
    ran = folder.run({"JKF_PARAMETERS": json.dumps(given)})
    assert ran.out.decode() == "0.5 True é'\n\n"
    assert ran.one("parameters")["values"]["flag"] == "True"
    sources = [source for source, _ in executed(folder)]
    assert sources[1] == '# Parameters\nlr = 0.5\nflag = True\ntext = "é\'\\n"'
    assert [e["cell"] for e in ran.of("cell-started")] == [1, 3]


def test_a_failure_names_cell_and_line_and_keeps_what_was_done(folder):
    notebook(folder, "def f():\n    return 1/0", "print('done')", "\n\nf()", "'never'")
    ran = folder.run()
    assert (ran.code, ran.out) == (1, b"done\n")
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (1, 2)
    assert failure["exception"] == "ZeroDivisionError"
    assert failure["expected"] is False
    assert "ZeroDivisionError" in ran.err and "\x1b" not in ran.err
    assert "nbclient" not in ran.err
    outputs = executed(folder)
    assert outputs[2][1][0]["ename"] == "ZeroDivisionError"
    assert outputs[3][1] == []
    assert ran.one("finished")["ok"] is False


def test_a_syntax_error_names_its_line(folder):
    notebook(folder, "x = 1", "y = 2\nx = = 3")
    failure = folder.run().one("failure")
    assert (failure["cell"], failure["line"]) == (2, 2)


def test_an_expected_failure_does_not_end_it(folder):
    notebook(folder, ("1/0", ["raises-exception"]), "print('on')")
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"on\n")
    assert ran.one("failure")["expected"] is True


def test_cells_tagged_skip_are_left_out(folder):
    notebook(folder, ("1/0", ["skip"]), ("1/0", ["skip-execution"]), "print('ran')")
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"ran\n")


def test_images_are_saved_as_figures(folder):
    requires("matplotlib")
    notebook(folder, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    ran = folder.run()
    path = ran.one("figure")["path"]
    assert path == ".jkf/figures/cell-1-1.png"
    assert (folder.path / path).read_bytes().startswith(b"\x89PNG")
    assert ran.of("value") == []


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_kernel_and_keeps_what_was_done(folder, number):
    notebook(
        folder,
        "print('first')",
        "import os, time\nprint(f'kernel={os.getpid()}')\ntime.sleep(60)",
    )
    process = folder.start()
    wait_for(folder, "metric")
    process.send_signal(number)
    ran = folder.end(process)
    assert ran.code == -number
    pid = int(ran.out.decode().split("kernel=")[1].split()[0])
    deadline = time.monotonic() + 20
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)
    assert executed(folder)[0][1][0]["text"] == ["first\n"]


@pytest.mark.skipif(not os.path.exists("/proc"), reason="processes are found in /proc")
def test_a_signal_at_any_moment_of_the_start_leaves_no_kernel(folder):
    notebook(folder, "import time\ntime.sleep(60)")
    mark = f"JKF_PROBE={folder.path}"
    for delay in (0.4, 0.8, 1.2, 1.6):
        process = folder.start(dict([mark.split("=")]))
        time.sleep(delay)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM
        deadline = time.monotonic() + 20
        while marked(mark) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert marked(mark) == []
        process.communicate()


def marked(mark):
    """Find the processes that inherited a mark in their environment."""
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in file.read_bytes().split(b"\0"):
                found.append(file.parent.name)
        except OSError:
            continue
    return found


def test_a_kernel_that_dies_is_a_failure_of_its_cell(folder):
    notebook(folder, "1", "import os\nos.kill(os.getpid(), 9)")
    ran = folder.run()
    assert ran.code == 1
    failure = ran.one("failure")
    assert (failure["exception"], failure["cell"]) == ("DeadKernelError", 2)
    assert failure["message"].startswith("The kernel died")


def test_what_is_missing_in_the_environment_is_named(folder):
    notebook(folder, "1")
    hide = folder.path / "hide"
    hide.mkdir()
    (hide / "sitecustomize.py").write_text(
        "import sys\n"
        "class Hide:\n    def find_spec(self, name, path, target=None):\n"
        "        if name in ('nbclient', 'ipykernel'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hide())\n"
    )
    ran = folder.run({"PYTHONPATH": str(hide) + os.pathsep})
    assert ran.code == 1
    assert ran.one("failure")["exception"] == "ModuleNotFoundError"
    assert ran.err.count("\n") == 1
    assert "nbclient" in ran.err and "ipykernel" in ran.err


def test_a_file_that_is_no_notebook_is_refused_in_a_sentence(folder):
    notebook(folder, "1")
    (folder.path / ".jkf" / "nb.ipynb").write_text("{")
    ran = folder.run()
    assert ran.code == 1
    assert "Traceback" not in ran.err


def several(folder, *parts):
    """Write notebooks that are executed in order: name, parameters, cells of each."""
    written = []
    for number, (name, parameters, cells) in enumerate(parts):
        notebook(folder, *cells)
        path = f".jkf/{number}.ipynb"
        (folder.path / ".jkf" / "nb.ipynb").rename(folder.path / path)
        written.append({"path": path, "source": name, "parameters": parameters})
    first, *others = written
    folder.entry(kind="notebook", **first, next=others)


def test_notebooks_in_order_have_a_kernel_each_and_one_folder(folder):
    several(
        folder,
        ("a.ipynb", ["n"], ["n = 1", "open('made', 'w').write(str(n)); n"]),
        ("b.ipynb", [], ["print(open('made').read(), 'n' in globals())"]),
        ("c.ipynb", ["n"], [("n = 2", ["parameters"]), "n * 2"]),
    )
    ran = folder.run({"JKF_PARAMETERS": '{"n": 5}'})
    assert ran.code == 0
    assert ran.out.decode().splitlines() == ["1 False"]
    assert [e["text"] for e in ran.of("value")] == ["1", "10"]
    progress = [(e["cell"], e["position"], e["of"]) for e in ran.of("cell-started")]
    assert progress == [(1, 1, 5), (2, 2, 5), (3, 3, 5), (4, 4, 5), (5, 5, 5)]
    assert ran.one("started")["cells"] == 5
    copies = folder.path / ".jkf" / "executed"
    assert sorted(path.name for path in copies.iterdir()) == ["b.ipynb", "c.ipynb"]
    assert executed(folder)[0][0].startswith("# Parameters")
    assert "injected-parameters" not in (copies / "b.ipynb").read_text()
    assert "n = 5" in (copies / "c.ipynb").read_text()


def test_notebooks_in_order_stop_at_the_first_that_fails_and_name_it(folder):
    several(
        folder,
        ("a.ipynb", [], ["1", "2"]),
        ("b.ipynb", [], ["def f():\n    raise KeyError('x')", "f()"]),
        ("c.ipynb", [], ["print('never')"]),
    )
    ran = folder.run()
    assert ran.code == 1
    assert b"never" not in ran.out
    failure = ran.one("failure")
    place = (failure["source"], failure["sourceCell"], failure["line"])
    assert place == ("b.ipynb", 1, 2)
    assert failure["cell"] == 3
    assert not (folder.path / ".jkf" / "executed" / "c.ipynb").exists()


def test_a_failure_of_the_first_of_several_is_as_ever(folder):
    several(folder, ("a.ipynb", [], ["1/0"]), ("b.ipynb", [], ["print('never')"]))
    ran = folder.run()
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (1, 1)
    assert "source" not in failure
