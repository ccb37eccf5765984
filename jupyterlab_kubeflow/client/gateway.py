"""
The gateway a program asks: the one of its user's Jupyter server, found by the file in
Jupyter's runtime folder, else one of its own that ends with the program.
"""

import glob
import json
import os
import threading
from typing import Any, Callable, Dict, Iterator, List, Optional, TypeVar

from . import process
from .wire import LOST, PROTOCOL_VERSION, Address, Wire

T = TypeVar("T")


class Gateway:
    """Finds a gateway when it is first asked, and another when that one is gone."""

    def __init__(self) -> None:
        self._wire: Optional[Wire] = None
        self._lock = threading.Lock()

    def serve(self, path: Optional[str]) -> str:
        """Make sure of a gateway that serves the file; give its path there."""
        wire = self._ensure(path)
        return path if path is None else _below(wire.address.root, path) or path

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """As `Wire.ask`; what was lost before it was answered is asked again."""
        return self._again(lambda wire: wire.ask(method, path, body))

    def content(self, path: str) -> bytes:
        """As `Wire.content`."""
        return self._again(lambda wire: wire.content(path))

    def lines(self, path: str) -> "Iterator[Dict[str, Any]]":
        """As `Wire.lines`; raises ``LOST`` when they are cut."""
        return self._ensure(None).lines(path)

    def forget(self) -> None:
        """The one that was used is gone: the next question finds another."""
        self._wire = None

    def _again(self, ask: "Callable[[Wire], T]") -> T:
        try:
            return ask(self._ensure(None))
        except LOST:
            # Every request may be repeated: starts carry an id of their own.
            self.forget()
            return ask(self._ensure(None))

    def _ensure(self, path: Optional[str]) -> Wire:
        with self._lock:
            if self._wire is None or not _serves(self._wire.address, path):
                self._wire = _find(path) or Wire(process.start())
            return self._wire


def _find(path: Optional[str]) -> Optional[Wire]:
    """A gateway that answers, by preference the one that serves most narrowly."""
    fitting = [found for found in _announced() if _serves(found, path)]
    for address in sorted(fitting, key=lambda found: -len(found.root)):
        wire = Wire(address)
        try:
            wire.ask("GET", "health")
        except (*LOST, OSError):
            continue
        return wire
    return None


def _announced() -> "List[Address]":
    from jupyter_core.paths import jupyter_runtime_dir

    pattern = os.path.join(jupyter_runtime_dir(), "jupyterlab-kubeflow-*.json")
    read = (_read(file) for file in sorted(glob.glob(pattern)))
    return [address for address in read if address]


def _read(file: str) -> Optional[Address]:
    """None when it is not of this version, or is being taken away."""
    try:
        with open(file, encoding="utf-8") as opened:
            said = json.load(opened)
        if said["protocol"] != PROTOCOL_VERSION:
            return None
        return Address(said["socket"], said["secret"], said["root"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _serves(address: Address, path: Optional[str]) -> bool:
    return path is None or _below(address.root, path) is not None


def _below(root: str, path: str) -> Optional[str]:
    """The path as the gateway takes it: relative to what it serves."""
    if root == os.sep:
        return path
    try:
        inside = os.path.commonpath([root, path]) == root
    except ValueError:
        return None
    return os.path.relpath(path, root) if inside else None
