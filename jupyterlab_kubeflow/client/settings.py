"""
What may be chosen about a plan, as a program writes it, and as the gateway takes it:
``protocol/src/settings.ts`` has the meaning of each. What is absent the plan decides.
"""

import difflib
import sys
from typing import Any, Dict, List, Mapping, Tuple, TypedDict, Union

from . import values
from .values import Convert

Amount = Union[int, float, str]


class Settings(TypedDict, total=False):
    """All settings of `plan` and `run`; amounts are numbers or texts (``"4Gi"``)."""

    #: ``script``, ``notebook``, ``function`` or ``file``.
    mode: str
    #: Name of the function to run.
    function: str
    #: ``none``, ``torch`` or ``tensorflow``.
    framework: str
    #: How many processes in all; ``workers`` is another word for it.
    ranks: int
    workers: int
    #: Counts by role, e.g. ``{"chief": 1, "worker": 2, "ps": 1}``; replaces ``ranks``.
    replicas: Mapping[str, int]
    parameters: Mapping[str, Any]
    #: Paths or globs that are shipped besides.
    include: List[str]
    #: Data that is there before the code starts, in the folder that ``JKF_INPUT_NAME``
    #: names: ``{"digits": "s3://bucket/digits"}``, or with more:
    #: ``{"digits": {"url": "gs://…", "secret": "gcs"}}``. A list is another word for
    #: ``include``.
    inputs: Union[List[str], Mapping[str, Union[str, Mapping[str, str]]]]
    exclude: List[str]
    #: Names of notebooks beside it that are executed after it, each whole.
    then: List[str]
    #: Command line of a ``.py`` file.
    args: List[str]
    env: Mapping[str, str]
    kernel: str
    #: Python executable; without it and ``kernel``, the one that asks.
    python: str
    name: str
    #: ``local``, a context of the kubeconfig, or ``current``.
    target: str
    #: Without it, the context's own.
    namespace: str
    image: str
    #: ``inline``, ``image-volume`` or ``append``.
    delivery: str
    #: ``add`` or ``as-is``: what becomes of packages that the image lacks; with more:
    #: ``{"kind": "add", "keep": ["torch"], "without": ["wandb"]}``.
    packages: Union[str, Mapping[str, Any]]
    #: ``build`` or ``as-is``: what becomes of what wheels cannot bring; with more:
    #: ``{"apt": ["graphviz"], "source": ["pkg"], "without": ["git"], "by": "local"}``,
    #: or ``{"dockerfile": "Dockerfile"}``.
    build: Union[str, Mapping[str, Any]]
    #: JSON Patch of the workload's manifest.
    patch: List[Dict[str, Any]]
    #: Bytes all files of the run may take.
    disk: Amount
    #: ``Job``, ``PyTorchJob``, ``TFJob`` or ``TrainJob``.
    workload: str
    #: Of each pod, as are the next three.
    cpu: Amount
    memory: Amount
    #: A number, ``"2:amd.com/gpu"``, or count, resource and type.
    gpu: Union[int, str, Mapping[str, Any]]
    shm: Amount
    #: Variables that Secrets or ConfigMaps have: ``{"TOKEN": "object/key"}``.
    secret_env: Mapping[str, str]
    config_env: Mapping[str, str]
    #: Claims by path: ``{"/data": "claim"}``, or with more: claim, size, sub_path, …
    volumes: Mapping[str, Union[str, Mapping[str, Any]]]
    node_selector: Mapping[str, str]
    tolerations: List[Mapping[str, Any]]
    image_pull_secrets: List[str]
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    retries: int
    #: Seconds, or ``"2h"``, that pods stay after the end.
    ttl: Amount
    suspend: bool
    clean_pod_policy: str
    success_policy: str
    priority_class: str
    service_account: str
    queue: str
    #: Seconds, or ``"12h"``, after which an active run is ended.
    deadline: Amount
    elastic: Mapping[str, int]
    nproc_per_node: Union[int, str]
    #: Name of a ClusterTrainingRuntime, or name and kind.
    runtime: Union[str, Mapping[str, str]]


#: Setting → where the gateway has it, and how it is read.
_PLAN: Dict[str, Tuple[str, Convert]] = {
    "mode": ("mode", values.text),
    "function": ("function", values.text),
    "framework": ("framework", values.text),
    "ranks": ("ranks", values.whole),
    "replicas": ("replicas", values.replicas),
    "parameters": ("parameters", values.plain),
    "include": ("include", values.texts),
    "inputs": ("inputs", values.inputs),
    "exclude": ("exclude", values.texts),
    "then": ("then", values.texts),
    "args": ("args", values.texts),
    "env": ("env", values.text_map),
    "kernel": ("kernel", values.text),
    "python": ("python", values.text),
    "name": ("name", values.text),
    "image": ("image", values.text),
    "delivery": ("delivery", values.text),
    "packages": ("packages", values.packages),
    "build": ("build", values.build),
    "patch": ("patch", values.plain),
    "disk": ("diskBytes", values.size),
}
_CLUSTER: Dict[str, Tuple[str, Convert]] = {
    "workload": ("kind", values.text),
    "cpu": ("cpu", values.cores),
    "memory": ("memoryBytes", values.size),
    "gpu": ("gpu", values.gpu),
    "shm": ("shmBytes", values.size),
    "volumes": ("volumes", values.volumes),
    "node_selector": ("nodeSelector", values.text_map),
    "tolerations": ("tolerations", values.camel_list),
    "image_pull_secrets": ("imagePullSecrets", values.texts),
    "labels": ("labels", values.text_map),
    "annotations": ("annotations", values.text_map),
    "retries": ("retries", values.whole),
    "ttl": ("ttlSeconds", values.seconds),
    "suspend": ("suspend", values.flag),
    "clean_pod_policy": ("cleanPodPolicy", values.text),
    "success_policy": ("successPolicy", values.text),
    "priority_class": ("priorityClass", values.text),
    "service_account": ("serviceAccount", values.text),
    "queue": ("queue", values.text),
    "deadline": ("deadlineSeconds", values.seconds),
    "elastic": ("elastic", values.camel),
    "nproc_per_node": ("nprocPerNode", values.plain),
    "runtime": ("runtime", values.runtime),
}
_SYNONYMS = {"workers": "ranks"}
#: Settings that several fields are made of.
_OTHER = ("target", "namespace", "secret_env", "config_env")


def names() -> List[str]:
    """Every setting."""
    return [*_PLAN, *_CLUSTER, *_SYNONYMS, *_OTHER]


def to_protocol(settings: Mapping[str, Any]) -> Dict[str, Any]:
    """
    The settings as the gateway takes them, but for the target.

    `TypeError` names a setting that does not exist, `ValueError` one with a value that
    cannot be read.
    """
    given = _plainly(settings)
    fixed = {"parameters": {}, "include": [], "exclude": [], "args": [], "env": {}}
    made: Dict[str, Any] = {**fixed, **_read(given, _PLAN)}
    cluster = _read(given, _CLUSTER)
    env = [
        *values.env_from("secret", given.get("secret_env") or {}),
        *values.env_from("configmap", given.get("config_env") or {}),
    ]
    if env:
        cluster["env"] = env
    if cluster:
        made["cluster"] = cluster
    if "python" not in made and "kernel" not in made:
        made["python"] = sys.executable
    return made


def _plainly(settings: Mapping[str, Any]) -> Dict[str, Any]:
    """Known names only, and one name for each; ``None`` is as if absent."""
    known = names()
    given: Dict[str, Any] = {}
    for name, value in settings.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise TypeError(f"There is no setting {name}{hint}")
        own = _SYNONYMS.get(name, name)
        if name == "inputs" and not isinstance(value, Mapping):
            own = "include"
        if value is not None and own in given:
            raise TypeError(f"{name} and {own} are the same setting: give one of them")
        if value is not None:
            given[own] = value
    return given


def _read(
    given: Mapping[str, Any], table: Mapping[str, Tuple[str, Convert]]
) -> Dict[str, Any]:
    made: Dict[str, Any] = {}
    for name, (field, convert) in table.items():
        if name in given:
            try:
                made[field] = convert(given[name])
            except (TypeError, ValueError) as error:
                raise ValueError(f"{name}: {error}") from None
    return made
