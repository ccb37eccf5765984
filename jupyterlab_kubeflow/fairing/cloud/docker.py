"""Credentials that images are pulled with."""

from typing import Any

from ..pods import Model

SECRET = "docker-secret"


def add_docker_credentials(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
    """
    Pull images with the Secret ``docker-secret``.

    Nothing is copied from this computer's logins into the cluster: who wants that does
    it with ``kubectl create secret docker-registry docker-secret``.
    """
    del kube_manager, namespace
    known = pod_spec.image_pull_secrets or []
    pod_spec.image_pull_secrets = [*known, Model(name=SECRET)]


#: A Secret that is missing keeps no pod from starting: the kubelet goes on without it.
add_docker_credentials_if_exists = add_docker_credentials
