"""Fairing's tasks over backends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...client.handle import Run
from ..backends import BackendInterface, KubernetesBackend
from ..entry import Entry, entry_of
from ..refusals import serving


class TrainJob:
    """A training: of a function, a class with ``train``, a file or a notebook."""

    def __init__(  # noqa: PLR0913 - Fairing's signature
        self,
        entry_point: Any,
        base_docker_image: str | None = None,
        docker_registry: str | None = None,
        input_files: Sequence[str] | None = None,
        output_map: Mapping[str, str] | None = None,
        backend: BackendInterface | None = None,
        pod_spec_mutators: Sequence[Any] | None = None,
    ) -> None:
        self._backend = backend or KubernetesBackend()
        self._mutators = list(pod_spec_mutators or [])
        self.entry = _entry(entry_point, input_files, output_map)
        self.base_docker_image = base_docker_image or self._backend.get_base_container()
        self.docker_registry = docker_registry or self._backend.get_docker_registry()

    def submit(self) -> Run:
        """Start it, print its log, and give the run; raises when it fails."""
        builder = self._backend.get_builder(
            preprocessor=self.entry,
            base_image=self.base_docker_image,
            registry=self.docker_registry,
        )
        deployer = self._backend.get_training_deployer(pod_spec_mutators=self._mutators)
        return deployer.deploy(self.entry, builder.settings)


def _entry(
    point: Any, inputs: Sequence[str] | None, mapped: Mapping[str, str] | None
) -> Entry:
    """Fairing's guess of the preprocessor."""
    given = {"input_files": inputs, "output_map": mapped}
    if isinstance(point, str) and point.endswith(".py"):
        return entry_of("python", {**given, "executable": point})
    if isinstance(point, str) and point.endswith(".ipynb"):
        return entry_of("full_notebook", {**given, "notebook_file": point})
    return entry_of("function", {**given, "function_obj": point})


class PredictionEndpoint:
    """A model behind an address; comes with serving."""

    def __init__(self, model_class: Any, *args: Any, **options: Any) -> None:
        del model_class, args, options
        raise serving("PredictionEndpoint")
