"""Values of settings, from what a program may write to what the gateway takes."""

import os
import re
from typing import Any, Callable, Dict, List, Mapping, Tuple

Convert = Callable[[Any], Any]

#: Bytes of a unit; a ``B`` behind it changes nothing.
_UNITS = {
    "": 1,
    **{unit: 1000**power for power, unit in enumerate("kMGTP", 1)},
    **{f"{unit}i": 1024**power for power, unit in enumerate("KMGTP", 1)},
    "K": 1000,
}
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")


def plain(value: Any) -> Any:
    """As it is: JSON."""
    return value


def text(value: Any) -> str:
    """A text, or a path."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"a text is expected, not {value!r}")
    return os.fspath(value)


def texts(value: Any) -> List[str]:
    """Several texts; one alone is a list of one."""
    several = [value] if isinstance(value, (str, os.PathLike)) else value
    return [text(item) for item in several]


def text_map(value: Mapping[Any, Any]) -> Dict[str, str]:
    """Texts by name; numbers are written out."""
    return {str(name): str(item) for name, item in dict(value).items()}


def inputs(value: Mapping[str, Any]) -> List[Dict[str, str]]:
    """Addresses by name; with more than an address, its fields."""
    return [
        {"name": name, **({"url": item} if isinstance(item, str) else text_map(item))}
        for name, item in value.items()
    ]


def whole(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or int(value) != value:
        raise ValueError(f"a whole number is expected, not {value!r}")
    return int(value)


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise TypeError(f"True or False is expected, not {value!r}")
    return value


def size(value: Any) -> int:
    """Bytes: a number, or ``4Gi``, ``500M``, ``4GiB``."""
    return round(_amount(value, _UNITS, "a size such as 4Gi or 500M"))


def seconds(value: Any) -> int:
    """Seconds: a number, or ``90s``, ``10m``, ``2h``, ``30d``."""
    return round(_amount(value, _SECONDS, "a time such as 90s, 10m, 2h or 30d"))


def cores(value: Any) -> float:
    """Cores: a number, or ``2``, ``0.5``, ``500m``."""
    return float(_amount(value, {"": 1, "m": 0.001}, "cores such as 2, 0.5 or 500m"))


def _amount(value: Any, units: Mapping[str, float], what: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    match = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    unit = match[2] if match else ""
    if unit not in units and unit.endswith("B"):
        unit = unit[:-1]
    if match is None or unit not in units:
        raise ValueError(f"{what} is expected, not {value!r}")
    return float(match[1]) * units[unit]


def gpu(value: Any) -> Dict[str, Any]:
    """GPUs of each pod: ``2``, ``"2:amd.com/gpu"``, or count, resource and type."""
    if isinstance(value, Mapping):
        return {"resource": "nvidia.com/gpu", **value}
    count, _, resource = str(value).partition(":")
    return {"count": whole(int(count)), "resource": resource or "nvidia.com/gpu"}


def replicas(value: Mapping[str, int]) -> List[Dict[str, Any]]:
    """Counts by role."""
    return [
        {"role": role.lower(), "count": whole(count)} for role, count in value.items()
    ]


def env_from(source: str, value: Mapping[str, str]) -> List[Dict[str, str]]:
    """Variables that are kept in Secrets or ConfigMaps: name → ``object/key``."""
    return [_env(source, name, where) for name, where in value.items()]


def _env(source: str, name: str, where: str) -> Dict[str, str]:
    found, _, key = where.partition("/")
    if not found or not key:
        # What stands there by mistake may be the secret itself.
        raise ValueError(f"the variable {name} needs OBJECT/KEY of a {source}")
    return {"from": source, "name": name, "object": found, "key": key}


def volumes(value: Mapping[str, Any]) -> List[Dict[str, Any]]:
    """Claims by path; one with a size is made."""
    return [_volume(path, claim) for path, claim in value.items()]


def _volume(path: str, claim: Any) -> Dict[str, Any]:
    if isinstance(claim, str):
        return {"kind": "existing", "claim": claim, "path": path}
    fields = dict(claim)
    if "size" not in fields:
        return {"kind": "existing", "path": path, **camel(fields)}
    made = {"kind": "new", "path": path, "sizeBytes": size(fields.pop("size"))}
    return {**made, **camel(fields)}


def runtime(value: Any) -> Dict[str, str]:
    """A ClusterTrainingRuntime by its name, or name and kind."""
    if isinstance(value, str):
        return {"name": value, "kind": "ClusterTrainingRuntime"}
    return dict(value)


def packages(value: Any) -> Dict[str, Any]:
    """What becomes of packages that the image lacks: its kind alone, or more."""
    return _kind_and_lists(value, ("keep", "without"))


def build(value: Any) -> Dict[str, Any]:
    """What becomes of what wheels cannot bring: its kind alone, or more."""
    names = ("apt", "conda", "source", "without")
    known = {*names, "kind", "by", "dockerfile"}
    if not isinstance(value, str) and not known.issuperset(value):
        unknown = ", ".join(sorted(set(value) - known))
        raise ValueError(f"build has no {unknown}; it has {', '.join(sorted(known))}")
    return _kind_and_lists(value, names)


def _kind_and_lists(value: Any, names: Tuple[str, ...]) -> Dict[str, Any]:
    if isinstance(value, str):
        return {"kind": value}
    return {**value, **{name: texts(value[name]) for name in names if name in value}}


def camel(value: Mapping[str, Any]) -> Dict[str, Any]:
    """Fields as Kubernetes writes them, however they are written here."""
    return {
        re.sub(r"_(\w)", lambda found: found[1].upper(), name): item
        for name, item in value.items()
        if item is not None
    }


def camel_list(value: List[Mapping[str, Any]]) -> List[Dict[str, Any]]:
    """Several of `camel`."""
    return [camel(item) for item in value]
