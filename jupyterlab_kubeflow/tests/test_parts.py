"""What can be told without a server."""

import os
import re
import sys
from pathlib import Path

import pytest

from jupyterlab_kubeflow import __version__, node, problems
from jupyterlab_kubeflow.child import complaint, environment
from jupyterlab_kubeflow.gateway import LIVED_SECONDS, MOST_DELAY, Backoff

ROOT = Path(__file__).resolve().parent.parent.parent


def test_kernels_are_sought_where_the_server_finds_them():
    folders = environment()["JUPYTER_PATH"].split(os.pathsep)
    assert os.path.join(sys.prefix, "share", "jupyter") in folders


def waits(*lives):
    """Seconds waited after deaths at such ages, at the same time."""
    backoff = Backoff()
    seen = []
    for lived in lives:
        backoff.died(100.0, lived)
        seen.append(backoff.wait(100.0))
    return seen


def test_waits_double_up_to_the_longest():
    assert waits(*[0] * 8) == [0, 1, 2, 4, 8, 16, 30, 30]
    assert waits(*[0] * 5000)[-1] == MOST_DELAY


def test_a_gateway_that_lived_is_started_at_once():
    assert waits(0, 0, 0, LIVED_SECONDS, 0) == [0, 1, 2, 0, 1]


def test_a_wait_ends():
    backoff = Backoff()
    backoff.failed(0.0)
    backoff.failed(0.0)
    assert [backoff.wait(at) for at in (0.0, 0.4, 1.0, 9.0)] == [1.0, 0.6, 0, 0]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "it stopped at once with code 7"),
        (["✗ The disk is full."], "The disk is full"),
        (
            [
                "/x/jkf.cjs:1",
                "  throw e",
                "Error: listen EINVAL: bad",
                "    at f",
                "Node.js v24",
            ],
            "Error: listen EINVAL: bad",
        ),
        (["TypeError [ERR_X]: no", "", "Node.js v24"], "TypeError [ERR_X]: no"),
        (["something", "else"], "else"),
    ],
)
def test_the_complaint_is_the_line_that_tells(lines, why):
    assert complaint(lines, 7) == why


def test_rows_are_those_of_the_error_table():
    table = (ROOT / "protocol" / "src" / "errors" / "gateway.ts").read_text()
    for answer in (problems.not_started("{detail}"), problems.lost()):
        row = answer["problem"]
        start = table.index(f"'{row['code']}'")
        text = re.sub(r"\s+", " ", table[start : start + 400])
        assert f"sentence: '{row['sentence']}'" in text
        assert f"remedy: '{row['remedy']}'" in text
        assert "status: 503" in text


def test_the_floor_is_that_of_the_manifest():
    floor = ".".join(map(str, node.FLOOR))
    assert f'"node": ">={floor}"' in (ROOT / "package.json").read_text()


def test_the_version_is_that_of_the_manifest():
    assert f'"version": "{__version__}"' in (ROOT / "package.json").read_text()


def executable(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def test_a_named_node_goes_first(monkeypatch, tmp_path):
    named = executable(tmp_path / "mine", "#!/bin/sh\n")
    monkeypatch.setenv("JKF_NODE", named)
    assert node.find_node() == named


@pytest.mark.parametrize("name", ["none", "."])
def test_a_named_node_that_is_none_is_a_problem(monkeypatch, tmp_path, name):
    monkeypatch.setenv("JKF_NODE", str(tmp_path / name))
    with pytest.raises(node.ProgramMissingError, match="JKF_NODE names"):
        node.find_node()


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ("echo v24.1.0", True),
        ("echo v22.19.0", True),
        ("echo v22.18.9", False),
        ("echo v8.0.0", False),
        ("exit 1", False),
    ],
)
def test_a_node_of_the_path_must_be_new_enough(monkeypatch, tmp_path, says, found):
    path = executable(tmp_path / "node", f"#!/bin/sh\n{says}\n")
    monkeypatch.delenv("JKF_NODE", raising=False)
    monkeypatch.setattr(node, "_of_wheel", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    if found:
        assert node.find_node() == path
    else:
        with pytest.raises(node.ProgramMissingError, match="is older than"):
            node.find_node()


def test_without_any_node_there_is_a_remedy(monkeypatch, tmp_path):
    monkeypatch.delenv("JKF_NODE", raising=False)
    monkeypatch.setattr(node, "_of_wheel", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(node.ProgramMissingError, match="pip install"):
        node.find_node()


def test_a_missing_program_names_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(node, "_SHIPPED", tmp_path / "jkf.cjs")
    monkeypatch.setattr(node, "_BUILT", tmp_path / "built.cjs")
    with pytest.raises(node.ProgramMissingError, match="npm run build"):
        node.find_program()
