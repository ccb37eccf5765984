"""Credentials of Google Cloud: workload identity, or the Secret ``user-gcp-sa``."""

from typing import Any

from ..kubernetes.utils import add_env, volume_mounts

SECRET = "user-gcp-sa"
SERVICE_ACCOUNT = "default-editor"
FOLDER = "/etc/secrets"


def add_gcp_credentials(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
    """The Secret's key file, mounted and named; without the Secret no pod starts."""
    variable = {"GOOGLE_APPLICATION_CREDENTIALS": f"{FOLDER}/{SECRET}.json"}
    add_env(variable)(kube_manager, pod_spec, namespace)
    volume_mounts("secret", SECRET, FOLDER)(kube_manager, pod_spec, namespace)


def add_gcp_credentials_if_exists(
    kube_manager: Any, pod_spec: Any, namespace: str
) -> None:
    """
    Workload identity by the service account ``default-editor``.

    A key file is only used where `add_gcp_credentials` asks for it: a variable that
    names a file that is not there would keep workload identity from being used.
    """
    del kube_manager, namespace
    pod_spec.service_account_name = SERVICE_ACCOUNT
