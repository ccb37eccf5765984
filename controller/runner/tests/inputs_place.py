"""Where tests fetch inputs to."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Dict, NamedTuple

from conftest import PYTHON, RUNNER


class Fetched(NamedTuple):
    code: int
    out: str
    problem: Dict[str, Any]


class Place:
    """Where inputs are fetched to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failure = path / "failure.json"
        self.env = {
            **{"PATH": os.environ["PATH"], "HOME": str(path / "home")},
            "JKF_FETCH_FIRST": "0.01",
        }

    def folder(self, name: str = "data") -> Path:
        return self.path / "inputs" / name

    def secret(self, **keys: str) -> Dict[str, str]:
        folder = self.path / "keys"
        folder.mkdir(exist_ok=True)
        for name, value in keys.items():
            (folder / name).write_text(value)
        return {"name": "store", "folder": str(folder)}

    def start(self, url: str, limit: Any = None, **more: Any) -> Any:
        record = {"name": "data", "url": url, "folder": str(self.folder()), **more}
        order = {"inputs": [record], "failure": str(self.failure), "limitBytes": limit}
        return subprocess.Popen(
            [PYTHON, "-u", str(RUNNER), "fetch"],
            env={**self.env, "JKF_INPUTS": json.dumps(order)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def fetch(self, url: str, **more: Any) -> Fetched:
        process = self.start(url, **more)
        out = process.communicate(timeout=60)[0].decode()
        found = json.loads(self.failure.read_text()) if self.failure.exists() else {}
        return Fetched(process.returncode, out, found)

    def files(self) -> Dict[str, bytes]:
        found = (path for path in self.folder().rglob("*") if path.is_file())
        return {str(p.relative_to(self.folder())): p.read_bytes() for p in found}
