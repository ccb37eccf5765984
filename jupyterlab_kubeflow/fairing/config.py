"""Fairing's ``config``: what runs, in what, and where, each by a name and options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from ..client.handle import Run
from .build import BUILDERS, Builder
from .deploy import SERVING, TRAINING, Deployer
from .entry import PREPROCESSORS, Entry, entry_of
from .refusals import unknown


class Preprocessor:
    """A preprocessor by its name."""

    def __init__(self, name: str, options: dict[str, Any]) -> None:
        self.name = name
        self.entry: Entry = entry_of(name, options)


class _Chosen(NamedTuple):
    name: str
    options: dict[str, Any]


class Config:
    """One choice of each kind; `reset` gives Fairing's defaults."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """The notebook of this kernel, or outside of one a file, as a job."""
        notebook = "ipykernel" in sys.modules
        self._preprocessor = _Chosen("notebook" if notebook else "python", {})
        self._builder = _Chosen("append", {})
        self._deployer = _Chosen("job", {})

    def set_preprocessor(self, name: str, **options: Any) -> None:
        """Choose ``python``, ``notebook``, ``full_notebook`` or ``function``."""
        self._preprocessor = _known("preprocessor", name, PREPROCESSORS, options)

    def set_builder(self, name: str = "append", **options: Any) -> None:
        """Choose ``append``, ``cluster``, ``docker`` or ``podman``."""
        self._builder = _known("builder", name, BUILDERS, options)

    def set_deployer(self, name: str = "job", **options: Any) -> None:
        """Choose ``job``, ``tfjob`` or ``pytorchjob``."""
        deployers = (*TRAINING, "gcp", *SERVING)
        self._deployer = _known("deployer", name, deployers, options)

    def get_preprocessor(self) -> Preprocessor:
        """The preprocessor that is chosen."""
        return Preprocessor(*self._preprocessor)

    def get_builder(self, preprocessor: Any = None) -> Builder:
        """The builder that is chosen."""
        del preprocessor
        return Builder(*self._builder)

    def get_deployer(self) -> Deployer:
        """The deployer that is chosen."""
        return Deployer(*self._deployer)

    def run(self) -> tuple[Preprocessor, Builder, Deployer]:
        """Start it and print its log; ``deployer.run`` is the run."""
        preprocessor = self.get_preprocessor()
        builder = self.get_builder(preprocessor)
        deployer = self.get_deployer()
        deployer.deploy(preprocessor.entry, builder.settings)
        return preprocessor, builder, deployer

    def fn(self, function: Any) -> Callable[[], None]:
        """A function of no arguments that runs the one given as a job."""

        def remote() -> None:
            self.set_preprocessor("function", function_obj=function)
            self.run()

        return remote

    def deploy(self, pod_spec: Any) -> Run:
        """As `run`, with a pod of `Builder.generate_pod_spec` that was changed."""
        entry = self.get_preprocessor().entry
        return self.get_deployer().deploy(entry, {}, pod_spec)


def _known(kind: str, name: str, known: Any, options: dict[str, Any]) -> _Chosen:
    """Said where it is chosen, not where it is used."""
    if name not in known:
        raise unknown(kind, name, known)
    return _Chosen(name, options)


config = Config()
