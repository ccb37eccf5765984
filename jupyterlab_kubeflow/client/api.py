"""The functions of the package: plan, run, and the runs there are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .errors import JkfError, own
from .gateway import Gateway
from .handle import Run, Runs, new_id
from .plans import Plan, blocked
from .settings import Settings, to_protocol
from .source import source_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

#: The gateway of this process.
_gateway = Gateway()


class Asked:
    """What was asked about a file, to be asked again: planned, then started."""

    def __init__(self, gateway: Gateway, body: dict[str, Any]) -> None:
        self.gateway = gateway
        self.body = body

    def ask(self, path: str, **more: Any) -> dict[str, Any]:
        """Ask about the same file with the same settings."""
        return self.gateway.ask("POST", path, {**self.body, **more})

    def plan(self) -> Plan:
        """What would run."""
        return Plan(self, self.ask("plan"))

    def start(self, name: str, id: str | None) -> Run:
        """Start it; the id makes a repeated question start one run."""
        try:
            answer = self.ask("runs", id=id or new_id(name))
        except JkfError as error:
            if error.code != "plan-blocked":
                raise
            plan = self.plan()
            raise blocked(plan, (plan.problems or [error])[0]) from None
        return Run(self.gateway, answer["run"])


def plan(what: Any = None, /, **settings: Unpack[Settings]) -> Plan:
    """
    What a run would have and do; nothing is made.

    :param what: a notebook, a ``.py`` file, or a function of one; without it the
        notebook of this kernel. Files are read as they are saved.
    """
    return asked(what, settings).plan()


def run(
    what: Any = None, /, *, id: str | None = None, **settings: Unpack[Settings]
) -> Run:
    """
    Start a run; it needs neither this program nor its kernel any more.

    :param what: as `plan` takes it
    :param id: chosen by the caller, so that starting twice starts one run
    """
    question = asked(what, settings)
    return question.start(_name(question), id)


def runs() -> Runs:
    """All runs, newest first."""
    _gateway.serve(None)
    listed = _gateway.ask("GET", "runs")["runs"]
    return Runs(Run(_gateway, data) for data in listed)


def get(id: str) -> Run:
    """The run of an id."""
    return Run(_gateway, _gateway.ask("GET", f"runs/{quote(id, safe='')}")["run"])


def asked(what: Any, settings: Any) -> Asked:
    """The question about it, with all that follows from what was asked."""
    source = source_of(what)
    given = to_protocol({**source.settings, **settings})
    path = _gateway.serve(source.path)
    target = target_of(settings.get("target"), settings.get("namespace"))
    body = {"path": path, "settings": {**given, "target": target}}
    return Asked(
        _gateway, body if source.text is None else {**body, "text": source.text}
    )


def _name(question: Asked) -> str:
    """The beginning of the run's id."""
    stem, _ = os.path.splitext(os.path.basename(question.body["path"]))
    return question.body["settings"].get("name") or stem


def target_of(target: str | None, namespace: str | None) -> dict[str, Any]:
    """Where it runs, as the gateway takes it; ``current`` is the current context."""
    if target == "local" or (target is None and namespace is None):
        if namespace is not None:
            raise ValueError("namespace: this computer has none")
        return {"kind": "local"}
    listed = _gateway.ask("GET", "targets")
    contexts = [item for item in listed["targets"] if item["ref"]["kind"] == "cluster"]
    wanted = (item["ref"] for item in contexts if _is_meant(item, target))
    found = next(wanted, None)
    if found is not None:
        return {**found, "namespace": namespace or found["namespace"]}
    if "problem" in listed:
        raise JkfError(listed["problem"])
    known = ", ".join(item["ref"]["context"] for item in contexts) or "(none)"
    raise own("context-missing", context=target or "current", known=known)


def _is_meant(item: dict[str, Any], target: str | None) -> bool:
    if target in (None, "current"):
        return item["current"]
    return item["ref"]["context"] == target
