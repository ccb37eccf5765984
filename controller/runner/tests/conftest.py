"""Folders of runs, and runs of them in real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

import pytest

RUNNER = Path(__file__).resolve().parent.parent
sys.path.append(str(RUNNER))

#: Interpreter of the runs; another one than pytest's can be named.
PYTHON = os.environ.get("JKF_TEST_PYTHON", sys.executable)

#: Cells are separated by this line; words behind it are flags of the cell below.
MARKER = "# %%"


def requires(module: str) -> None:
    """Skip what the interpreter of the runs has no module for."""
    code = f"import importlib.util as u, sys; sys.exit(not u.find_spec({module!r}))"
    if subprocess.run([PYTHON, "-c", code], check=False).returncode != 0:
        pytest.skip(f"{PYTHON} has no {module}")


class Ran(NamedTuple):
    """What a run gave."""

    code: int
    out: bytes
    err: str
    events: List[Dict[str, Any]]

    def of(self, kind: str) -> List[Dict[str, Any]]:
        return [event for event in self.events if event["kind"] == kind]

    def one(self, kind: str) -> Dict[str, Any]:
        (event,) = self.of(kind)
        return event


class Folder:
    """A rank's working folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / ".jkf").mkdir()
        (path / ".jkf" / "runner").symlink_to(RUNNER)
        self.events = path.parent / f"{path.name}-events.jsonl"

    def script(self, text: str, **entry: Any) -> None:
        """Write a converted notebook: a head, then cells, each below a marker."""
        (self.path / ".jkf" / "nb.py").write_text(text, encoding="utf-8")
        cells = _cells(text.split("\n"))
        self.entry(
            **{"kind": "script", "path": ".jkf/nb.py", "source": "nb.ipynb"},
            **{"cells": cells, **entry},
        )

    def function(self, text: str, name: str) -> None:
        self.script(text, name=name)
        self.entry(**{**self.read_entry(), "kind": "function"})

    def entry(self, **entry: Any) -> None:
        (self.path / ".jkf" / "entry.json").write_text(json.dumps(entry))

    def read_entry(self) -> Dict[str, Any]:
        return json.loads((self.path / ".jkf" / "entry.json").read_text())

    def start(self, env: Optional[Dict[str, str]] = None, **options: Any) -> Any:
        outside = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
        full = {**outside, "JKF_EVENTS": str(self.events), **(env or {})}
        return subprocess.Popen(
            [PYTHON, "-u", ".jkf/runner"],
            cwd=str(self.path),
            env=full,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def run(self, env: Optional[Dict[str, str]] = None) -> Ran:
        return self.end(self.start(env))

    def end(self, process: Any) -> Ran:
        """Wait for the end, and check every event on the way."""
        out, err = process.communicate(timeout=120)
        events = self.read_events()
        for event in events:
            validate(event)
        return Ran(process.returncode, out, err.decode("utf-8", "replace"), events)

    def read_events(self) -> List[Dict[str, Any]]:
        if not self.events.exists():
            return []
        return [json.loads(line) for line in self.events.read_text().splitlines()]


def _cells(lines: List[str]) -> List[Dict[str, Any]]:
    starts = [i for i, line in enumerate(lines) if line.startswith(MARKER)]
    cells = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)]), 1):
        flags = lines[start].split()[2:]
        segment = {"scriptLine": start + 2, "cellLine": 1, "lines": end - start - 1}
        cells.append(
            {
                "number": number,
                "segments": [segment] if segment["lines"] else [],
                "mayRaise": "raises" in flags,
                "parameters": "parameters" in flags,
            }
        )
    return cells


NUMBER = (int, float)
#: Fields of each kind of event: protocol/src/events.ts. A `?` marks optional ones.
SHAPES: Dict[str, Dict[str, Any]] = {
    "started": {"cells": int, "python": str},
    "parameters": {"values": dict},
    "cell-started": {"cell": int, "position": int, "of": int},
    "cell-finished": {"cell": int, "seconds": NUMBER},
    "value": {"cell": int, "text": str, "html?": str},
    "figure": {"cell": int, "path": str},
    "metric": {"cell": int, "name": str, "value": NUMBER, "step?": NUMBER},
    "failure": {
        "cell": int,
        "line": int,
        "exception": str,
        "message": str,
        "traceback": str,
        "expected": bool,
        "source?": str,
        "sourceCell?": int,
    },
    "memory": {"peakBytes": int},
    "usage": {"cpu": NUMBER, "memoryBytes": int},
    "finished": {"ok": bool},
}


def validate(event: Dict[str, Any]) -> None:
    """Fail unless the event has exactly the shape of its kind."""
    shape = SHAPES[event["kind"]]
    optional = {name[:-1] for name in shape if name.endswith("?")}
    required = {name for name in shape if not name.endswith("?")}
    names = set(event) - {"kind", "time", "written"}
    assert required <= names <= required | optional, event
    assert isinstance(event["time"], float)
    assert isinstance(event.get("written", 0), int)
    for name in names:
        kinds = shape.get(name, shape.get(name + "?"))
        assert isinstance(event[name], kinds), (name, event)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tmp_path / "work"
    path.mkdir()
    return Folder(path)


@pytest.fixture
def place(tmp_path):
    # It starts the interpreter that is found above.
    from inputs_place import Place

    return Place(tmp_path)


@pytest.fixture
def serve():
    servers: List[Any] = []

    def start(server: Any) -> Any:
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.close()
