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
_PUBLISHED = "the cluster's builder is as its administrator has published it"
#: The same, of the builders that run a Dockerfile.
_BUILDING = {
    "context_source": "what is built from goes where the cluster's builder takes it",
    "dockerfile_path": "a Dockerfile is written from what the code needs",
    "namespace": "an image is built where the run is",
    "pod_spec_mutators": _PUBLISHED,
    "cleanup": "nothing of a build is left",
    "executable_path_prefix": "pip installs where the image's Python finds it",
    "kaniko_image": _PUBLISHED,
    "tls_verify": "registries without TLS are named by JKF_PLAIN_HTTP",
}


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
        for option in _BUILDING:
            if left.pop(option, None) is not None:
                _say(f"{option} is not used: {_BUILDING[option]}.")
    if left:
        raise leftover(f"the builder {name}", left)
    return {**_base(image), **_built(name)}


def _base(image: str | None) -> dict[str, Any]:
    return {} if image is None else {"image": image}


def _built(name: str) -> dict[str, Any]:
    """
    Builders that run a Dockerfile install the requirements with pip, there; where
    nothing can build, they are put on the image as layers, and the plan says so.
    """
    if name == "append":
        return {}
    if name == "docker":
        _say("docker is not used: podman or buildah builds, whichever is installed.")
    by = "cluster" if name == "cluster" else "local"
    return {"build": {"by": by, "source": ["*"]}}


def _say(text: str) -> None:
    logging.getLogger("jupyterlab_kubeflow.fairing").warning("%s", text)
