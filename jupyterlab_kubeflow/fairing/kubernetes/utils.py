"""Fairing's mutators: each gives a function ``(kube_manager, pod_spec, namespace)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..pods import Model

Mutator = Callable[[Any, Any, str], None]

#: Where claims are mounted unless it is said.
PVC_MOUNT_PATH = "/mnt"
#: How names of volumes begin that are made here.
VOLUME_PREFIX = "fairing-volume-"


def get_resource_mutator(
    cpu: float | str | None = None,
    memory: float | str | None = None,
    gpu: int | None = None,
    gpu_vendor: str = "nvidia",
) -> Mutator:
    """
    Limits of each pod.

    :param memory: a number of GB (10^9 bytes), or an amount such as ``4Gi``
    """

    def mutate(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
        del kube_manager, namespace
        amounts = {
            "cpu": cpu,
            "memory": _bytes(memory),
            f"{gpu_vendor}.com/gpu": gpu,
        }
        limits = {name: amount for name, amount in amounts.items() if amount}
        if not limits:
            return
        container = pod_spec.containers[0]
        if container.resources is None:
            container.resources = Model()
        container.resources.limits = limits

    return mutate


def _bytes(memory: float | str | None) -> str | None:
    if isinstance(memory, (int, float)):
        return str(round(memory * 10**9))
    return memory


def mounting_pvc(pvc_name: str, pvc_mount_path: str = PVC_MOUNT_PATH) -> Mutator:
    """A claim, mounted; `volume_mounts` can do more."""
    return volume_mounts("pvc", pvc_name, pvc_mount_path)


def volume_mounts(
    volume_type: str,
    volume_name: str,
    mount_path: str,
    sub_path: str | None = None,
) -> Mutator:
    """A claim (``pvc``), Secret (``secret``) or ConfigMap (``config_map``), mounted."""
    sources = {
        "pvc": ("persistent_volume_claim", Model(claim_name=volume_name)),
        "secret": ("secret", Model(secret_name=volume_name)),
        "config_map": ("config_map", Model(name=volume_name)),
    }
    if volume_type not in sources:
        known = ", ".join(sources)
        raise ValueError(f"There are no volumes of type {volume_type}; types: {known}")
    field, source = sources[volume_type]
    name = f"{VOLUME_PREFIX}{volume_name}"

    def mutate(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
        del kube_manager, namespace
        mount = Model(name=name, mount_path=mount_path, sub_path=sub_path)
        container = pod_spec.containers[0]
        container.volume_mounts = [*(container.volume_mounts or []), mount]
        volumes = pod_spec.volumes or []
        if name not in [volume.name for volume in volumes]:
            volumes = [*volumes, Model(name=name, **{field: source})]
        pod_spec.volumes = volumes

    return mutate


def add_env(env_vars: Mapping[str, Any]) -> Mutator:
    """Variables with their values; those of Secrets come by `add_secret_env`."""
    variables = [Model(name=name, value=str(value)) for name, value in env_vars.items()]
    return _adding(variables)


def add_secret_env(secret_name: str, *keys: str, **renamed: str) -> Mutator:
    """Variables that a Secret has, named as its keys are, or ``NAME="key"``."""
    names = {**{key: key for key in keys}, **renamed}
    return _adding([secret_variable(n, secret_name, k) for n, k in names.items()])


def secret_variable(name: str, secret: str, key: str, optional: bool = False) -> Model:
    """A variable whose value a Secret has; an optional one may be missing there."""
    ref = Model(name=secret, key=key, optional=True if optional else None)
    return Model(name=name, value_from=Model(secret_key_ref=ref))


def _adding(variables: list[Model]) -> Mutator:
    def mutate(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
        del kube_manager, namespace
        container = pod_spec.containers[0]
        container.env = [*(container.env or []), *variables]

    return mutate


def get_node_selector(node_selector: Mapping[str, str]) -> Mutator:
    """Labels of the nodes that take the pods; those of an earlier mutator are gone."""

    def mutate(kube_manager: Any, pod_spec: Any, namespace: str) -> None:
        del kube_manager, namespace
        pod_spec.node_selector = dict(node_selector)

    return mutate
