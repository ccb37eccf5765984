"""
What mutators changed in a pod: settings where there are such, and the rest, which is
put into the workload's manifest as if somebody had edited it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..client import values
from .pods import plain, pod_spec

Json = dict[str, Any]
Mutator = Callable[[Any, Any, str], Any]

#: Fields of a pod that are settings as they are.
_SAME = {"nodeSelector": "node_selector", "tolerations": "tolerations"}
_NAMES = {
    "serviceAccountName": "service_account",
    "serviceAccount": "service_account",
    "priorityClassName": "priority_class",
}


class Changes:
    """What became of the mutators."""

    def __init__(self, settings: Json, rest: Json) -> None:
        #: As `jupyterlab_kubeflow.run` takes them.
        self.settings = settings
        #: Fields of the pod that no setting has; those of the rank are in ``model``.
        self.rest = rest


def changes_of(
    mutators: Sequence[Mutator], manager: Any, namespace: str, given: Any = None
) -> Changes:
    """
    Call the mutators, in their order, and see what they did.

    :param given: a pod that somebody has changed already; else one as it is made
    """
    spec = pod_spec(None) if given is None else given
    before = plain(pod_spec(None))
    for mutator in mutators:
        mutator(manager, spec, namespace)
    return _sorted_out(before, plain(spec))


def _sorted_out(before: Json, after: Json) -> Changes:
    rest = _difference(before, after)
    container = rest.pop("model", {})
    settings: Json = {}
    for take in (_resources, _env):
        settings.update(take(container))
    settings.update(_volumes(rest, container))
    settings.update(_placement(rest))
    if "image" in container:
        settings["image"] = container.pop("image")
    model = {name: value for name, value in container.items() if value not in ({}, [])}
    return Changes(settings, {**rest, **({"model": model} if model else {})})


def _difference(before: Json, after: Json) -> Json:
    """What is new, with the first container as ``model``, and other ones apart."""
    model, *others = after["containers"]
    rest = _new(before, {k: v for k, v in after.items() if k != "containers"})
    container = _new(before["containers"][0], model)
    more = {"containers": others} if others else {}
    return {**rest, **more, "model": container}


def _new(before: Json, after: Json) -> Json:
    """Fields that differ; of lists, items that were not there."""
    found: Json = {}
    for name, value in after.items():
        old = before.get(name)
        if value == old:
            continue
        same = isinstance(value, list) and isinstance(old, list) and name == "env"
        found[name] = [item for item in value if item not in old] if same else value
    return found


def _resources(container: Json) -> Json:
    """Limits, or where there are none requests: in our pods these are the same."""
    given = container.pop("resources", {})
    limits = given.get("limits") or {}
    requests = given.get("requests") or {}
    amounts = {**requests, **limits}
    settings: Json = {}
    left: Json = {}
    for name, amount in amounts.items():
        settings.update(_amount(name, amount) or {})
        if _amount(name, amount) is None:
            left.setdefault("limits", {})[name] = str(amount)
            left.setdefault("requests", {})[name] = str(amount)
    fewer = {
        name: str(amount)
        for name, amount in requests.items()
        if name in limits and str(limits[name]) != str(amount)
    }
    if fewer:
        left["requests"] = {**left.get("requests", {}), **fewer}
    if left:
        container["resources"] = left
    return settings


def _amount(name: str, amount: Any) -> Json | None:
    if name == "cpu":
        return {"cpu": values.cores(amount)}
    if name == "memory":
        return {"memory": values.size(amount)}
    if name.endswith("/gpu"):
        return {"gpu": {"count": int(amount), "resource": name}}
    return None


def _env(container: Json) -> Json:
    """Variables; what is a secret stays in its Secret."""
    taken: dict[str, Json] = {"env": {}, "secret_env": {}, "config_env": {}}
    left = []
    for variable in container.pop("env", []):
        kind, value = _variable(variable)
        if kind:
            taken[kind][variable["name"]] = value
        else:
            left.append(variable)
    if left:
        container["env"] = left
    return {name: found for name, found in taken.items() if found}


def _variable(variable: Json) -> tuple[str, str]:
    """The setting it belongs to, and its value there."""
    source = variable.get("valueFrom")
    if source is None:
        return "env", str(variable.get("value", ""))
    kinds = {"secretKeyRef": "secret_env", "configMapKeyRef": "config_env"}
    for field, setting in kinds.items():
        ref = source.get(field)
        if ref and not ref.get("optional"):
            return setting, f"{ref['name']}/{ref['key']}"
    return "", ""


def _volumes(rest: Json, container: Json) -> Json:
    """Claims that are mounted; other volumes stay with their mounts."""
    volumes = {volume["name"]: volume for volume in rest.pop("volumes", [])}
    claimed: Json = {}
    left = []
    for mount in container.pop("volumeMounts", []):
        volume = volumes.get(mount["name"], {})
        claim = volume.get("persistentVolumeClaim")
        if claim is None or set(mount) - {"name", "mountPath", "subPath", "readOnly"}:
            left.append(mount)
        else:
            claimed[mount["mountPath"]] = _claim(claim, mount)
    used = {mount["name"] for mount in left}
    kept = [v for v in volumes.values() if _stays(v, used)]
    if kept:
        rest["volumes"] = kept
    if left:
        container["volumeMounts"] = left
    return {"volumes": claimed} if claimed else {}


def _stays(volume: Json, used: set[str]) -> bool:
    return volume["name"] in used or "persistentVolumeClaim" not in volume


def _claim(claim: Json, mount: Json) -> Json:
    read_only = claim.get("readOnly") or mount.get("readOnly")
    found = {
        "claim": claim["claimName"],
        "sub_path": mount.get("subPath"),
        "read_only": True if read_only else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _placement(rest: Json) -> Json:
    settings = {_SAME[name]: rest.pop(name) for name in _SAME if name in rest}
    for name, setting in _NAMES.items():
        if name in rest:
            settings[setting] = rest.pop(name)
    if "imagePullSecrets" in rest:
        names = [secret["name"] for secret in rest.pop("imagePullSecrets")]
        settings["image_pull_secrets"] = names
    return settings


def edited(manifest: Mapping[str, Any], rest: Json) -> Json:
    """The workload with the rest in the pods of every role."""
    changed = copy.deepcopy(dict(manifest))
    fields = dict(rest)
    model = fields.pop("model", {})
    for spec in _pods(changed["spec"]):
        container = spec["containers"][0]
        spec.update(_merged(spec, fields))
        spec["containers"][0] = _merged(container, model)
    return changed


def _pods(spec: Json) -> list[Json]:
    replicas = spec.get("pytorchReplicaSpecs") or spec.get("tfReplicaSpecs")
    templates = [role["template"] for role in replicas.values()] if replicas else []
    return [template["spec"] for template in templates or [spec["template"]]]


def _merged(old: Any, new: Any) -> Any:
    """Objects field by field, lists of named things by name; others are replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{k: _merged(old.get(k), v) for k, v in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        key = next((key for key in ("mountPath", "name") if _all_have(new, key)), None)
        return _by_key(old, new, key) if key and _all_have(old, key) else new
    return new


def _all_have(items: list[Any], key: str) -> bool:
    return all(isinstance(item, dict) and key in item for item in items)


def _by_key(old: list[Json], new: list[Json], key: str) -> list[Json]:
    changed = {item[key]: item for item in old}
    for item in new:
        changed[item[key]] = _merged(changed.get(item[key]), item)
    return list(changed.values())
