"""The version, said once in ``package.json`` and written into the wheel's metadata."""

import json
from importlib import metadata
from pathlib import Path


def _read() -> str:
    try:
        return metadata.version("jupyterlab-kubeflow")
    except metadata.PackageNotFoundError:
        # A checkout that is on the path without being installed.
        manifest = Path(__file__).resolve().parent.parent / "package.json"
        return json.loads(manifest.read_text(encoding="utf-8"))["version"]


__version__ = _read()
