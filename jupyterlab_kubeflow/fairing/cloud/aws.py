"""Credentials of AWS, as the Secret ``aws-secret`` has them."""

import logging
from typing import Any

from ..kubernetes.utils import secret_variable

SECRET = "aws-secret"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def add_aws_credentials(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
    """Variables of the Secret; without it pods do not start."""
    del kube_manager, namespace
    _add(pod_spec, optional=False)


def add_aws_credentials_if_exists(
    kube_manager: Any, pod_spec: Any, namespace: str
) -> None:
    """Variables of the Secret, where it is: the kubelet looks when a pod starts."""
    del kube_manager, namespace
    _add(pod_spec, optional=True)


def add_ecr_config(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
    """Nothing: it was for the pod that built images, and none does."""
    del kube_manager, pod_spec, namespace
    logging.getLogger(__name__).warning(
        "add_ecr_config does nothing: no pod builds an image. Pushing uses the logins "
        "of docker or podman on this computer."
    )


def _add(pod_spec: Any, *, optional: bool) -> None:
    container = pod_spec.containers[0]
    variables = [secret_variable(key, SECRET, key, optional) for key in KEYS]
    container.env = [*(container.env or []), *variables]
