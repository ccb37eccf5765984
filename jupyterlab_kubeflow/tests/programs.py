"""Programs that use the package: each a Python process with the real gateway."""

import json
import os
import subprocess
import sys
from pathlib import Path

from served import PACKAGE, PATIENCE


class Place:
    """A folder with files, in which programs run."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.work = self.folder / "w ä"
        self.work.mkdir(parents=True)
        path = self.folder / "path"
        path.mkdir()
        (path / PACKAGE.name).symlink_to(PACKAGE)
        self.env = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("JUPYTER", "JKF_HOME", "PYTHON", "JPY"))
            },
            **{
                f"JUPYTER_{name}_DIR": os.fspath(self.folder / name)
                for name in ("CONFIG", "DATA", "RUNTIME")
            },
            "PYTHONPATH": os.fspath(path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "JKF_HOME": os.fspath(self.folder / "home"),
            "KUBECONFIG": os.fspath(self.folder / "kubeconfig"),
        }

    def notebook(self, name, *cells, **metadata):
        """A saved notebook; a cell is its source, or source and tags."""
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
        whole = {"cells": made, "metadata": metadata}
        path = self.work / name
        path.write_text(json.dumps({**whole, "nbformat": 4, "nbformat_minor": 4}))
        return path

    def kubeconfig(self, url):
        """The context ``far``, with the namespace ``team``."""
        server = {"server": url}
        context = {"cluster": "c", "user": "u", "namespace": "team"}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "c", "cluster": server}],
            "users": [{"name": "u", "user": {"token": "t"}}],
            "contexts": [{"name": "far", "context": context}],
            "current-context": "far",
        }
        Path(self.env["KUBECONFIG"]).write_text(json.dumps(config))

    def program(self, code, *, check=True, **env):
        """Run the code; a dictionary ``out`` in it is what comes back."""
        file = self.folder / "program.py"
        end = "\nimport json as _json\nprint('\\n' + _json.dumps(out))\n"
        file.write_text(f"out = {{}}\n{code}{end}")
        ran = subprocess.run(
            [sys.executable, os.fspath(file)],
            cwd=self.work,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
        )
        if not check:
            return ran
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])
