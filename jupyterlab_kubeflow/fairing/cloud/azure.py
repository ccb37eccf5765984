"""Azure: its mutators were for the pod that built images."""

import logging
from typing import Any


def add_acr_config(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
    """Nothing: no pod builds an image."""
    del kube_manager, pod_spec, namespace
    _nothing("add_acr_config")


def add_azure_files(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
    """Nothing: no pod reads a build context."""
    del kube_manager, pod_spec, namespace
    _nothing("add_azure_files")


def _nothing(name: str) -> None:
    logging.getLogger(__name__).warning(
        "%s does nothing: no pod builds an image. Pushing uses the logins of docker or "
        "podman on this computer.",
        name,
    )
