"""
Pod specs as mutators see them: objects with the attributes of the Kubernetes client's
models, which need not be installed. What a mutator puts in may be such a model, one of
these, or a dictionary.
"""

from __future__ import annotations

import re
from typing import Any


class Model:
    """
    Any object of the Kubernetes API; a field that was not set is ``None``.

    Fields may be written as Python writes them or as Kubernetes does.
    """

    def __init__(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[snake(name)] = value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("openapi_types", "attribute_map"):
            raise AttributeError(name)
        return self.__dict__.get(snake(name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and plain(self) == plain(other)

    __hash__ = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({plain(self)})"

    def to_dict(self) -> dict[str, Any]:
        """As the Kubernetes client gives its models: fields as Python writes them."""
        return {name: _dict(value) for name, value in self.__dict__.items()}


def pod_spec(image: str | None) -> Model:
    """A pod as Fairing's builders made it: one container, ``model``."""
    container = Model(
        name="model",
        image=image,
        command=["python"],
        env=[Model(name="FAIRING_RUNTIME", value="1")],
        working_dir="/app/",
    )
    return Model(containers=[container])


def plain(value: Any) -> Any:
    """As Kubernetes takes it: JSON, without what was not set."""
    if isinstance(value, Model):
        fields = value.__dict__.items()
        return _present({camel(name): plain(item) for name, item in fields})
    names = getattr(value, "attribute_map", None)
    if isinstance(names, dict):
        fields = {key: plain(getattr(value, name, None)) for name, key in names.items()}
        return _present(fields)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "to_dict"):
        return _present({camel(k): plain(v) for k, v in value.to_dict().items()})
    return value


def snake(name: str) -> str:
    """``nodeSelector`` as Python writes it."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", name)


def camel(name: str) -> str:
    """``node_selector`` as Kubernetes writes it."""
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def _dict(value: Any) -> Any:
    if isinstance(value, list):
        return [_dict(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
