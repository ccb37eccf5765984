"""Fairing's builders: which image the code runs in, and how it comes there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from .pods import Model, pod_spec
from .refusals import leftover, unknown

BUILDERS = ("append", "cluster", "docker", "podman")
#: Options of builders that have no meaning here, with what is so instead.
_TOLD = {
    "registry": "images are pushed where the cluster's configuration says",
    "image_name": "images are named after their contents",
    "push": "an image is pushed when pods need it, and only then",
}
#: Options of the builders that run a Dockerfile.
_BUILDING = (
    *("context_source", "dockerfile_path", "namespace", "pod_spec_mutators"),
    *("cleanup", "executable_path_prefix", "kaniko_image", "tls_verify"),
)


class Builder:
    """A builder by its name; unknown options are refused when it is made."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.settings = settings_of(name, options)

    def build(self) -> None:
        """Nothing: what is to be built is built when the run starts."""

    def generate_pod_spec(self) -> Model:
        """A pod with the image, for mutators and `Config.deploy`."""
        return pod_spec(self.settings.get("image"))


def settings_of(name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of the builder; what is otherwise than asked is said."""
    if name not in BUILDERS:
        raise unknown("builder", name, BUILDERS)
    left = dict(options)
    # How the code comes along is the plan's choice: inline where it fits.
    image = left.pop("base_image", None)
    left.pop("preprocessor", None)
    for option, instead in _TOLD.items():
        if left.pop(option, None) is not None:
            _say(f"{option} is not used: {instead}.")
    if name != "append":
        _without_builder(name)
        for option in _BUILDING:
            left.pop(option, None)
    if left:
        raise leftover(f"the builder {name}", left)
    return {} if image is None else {"image": image}


def _without_builder(name: str) -> None:
    """The one place where names of builders are given their meaning."""
    _say(
        f"The builder {name} builds no image here: the code is put onto the base image "
        "as append does, and no Dockerfile is run. Packages that the image lacks are "
        "put on it as layers when the run starts, where a registry is known (JKF_PUSH)."
    )


def _say(text: str) -> None:
    logging.getLogger("jupyterlab_kubeflow.fairing").warning("%s", text)
