"""
What this package is inside a run: every call does nothing, and the first one says so.

The same notebook is then right on both sides: outside it starts a run, and the run
does not start another. Shipped with every run (for Python 3.8 and later), for images
need not have the package.
"""

import importlib.abc
import importlib.machinery
import os
import sys
from types import ModuleType
from typing import Any, Iterator, Optional, Sequence, Tuple

#: Set by whatever runs a notebook, as Fairing sets it in its images.
RUNTIME = "FAIRING_RUNTIME"

_said = False


def in_run() -> bool:
    """Tell whether this process is part of a run."""
    return bool(os.environ.get(RUNTIME))


class Inert:
    """Stands for all that the package gives outside: has any name, takes any call."""

    def __init__(self, *args: Any, **named: Any) -> None:
        # A class that is derived from this in the notebook comes here, too.
        del args, named

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_repr_"):
            raise AttributeError(name)
        return _attribute(name)

    def __call__(self, *args: Any, **named: Any) -> Any:
        _say()
        return Inert()

    def __getitem__(self, key: Any) -> Any:
        return Inert()

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<nothing: this is the run itself>"


class Config(Inert):
    """Fairing's ``config``: a function that is to be run remotely is itself, here."""

    def fn(self, function: Any) -> Any:
        """Give the function back unchanged."""
        return function

    def run(self) -> Tuple[Inert, Inert, Inert]:
        """As many as outside: notebooks write ``_, _, deployer = config.run()``."""
        _say()
        return Inert(), Inert(), Inert()


def be_inert(package: str) -> None:
    """Make a package and all below it answer with what does nothing."""
    sys.meta_path.insert(0, _Finder(package))
    module = sys.modules[package]
    module.__dict__["__getattr__"] = _attribute


def _attribute(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return Config() if name == "config" else Inert()


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a module by any name below the package."""

    def __init__(self, package: str) -> None:
        self._prefix = f"{package}."

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Any = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if not fullname.startswith(self._prefix) or fullname == __name__:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__getattr__"] = _attribute


def _say() -> None:
    global _said
    if not _said:
        _said = True
        text = "this is the run itself, so nothing is started here."
        print(f"jupyterlab_kubeflow: {text}", file=sys.stderr)
