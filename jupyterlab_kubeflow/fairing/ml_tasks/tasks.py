"""Fairing's tasks over backends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...client.handle import Run
from ..backends import BackendInterface, KubernetesBackend
from ..entry import Entry, entry_of
from ..refusals import serving


@dataclass
class TrainJob:
    """A training: of a function, a class with ``train``, a file or a notebook."""

    entry_point: Any
    base_docker_image: str | None = None
    docker_registry: str | None = None
    input_files: Sequence[str] | None = None
    output_map: Mapping[str, str] | None = None
    backend: BackendInterface | None = None
    pod_spec_mutators: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        # Said where it is made, not where it is submitted.
        self.entry = _entry(self.entry_point, self.input_files, self.output_map)

    def submit(self) -> Run:
        """Start it, print its log, and give the run; raises when it fails."""
        backend = self.backend or KubernetesBackend()
        builder = backend.get_builder(
            preprocessor=self.entry,
            base_image=self.base_docker_image or backend.get_base_container(),
            registry=self.docker_registry or backend.get_docker_registry(),
        )
        deployer = backend.get_training_deployer(
            pod_spec_mutators=list(self.pod_spec_mutators or [])
        )
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
