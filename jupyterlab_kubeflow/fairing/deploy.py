"""Fairing's deployers: which workload, where, and what its pods are given."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..client.api import Asked, asked, target_of
from ..client.handle import Run
from ..client.plans import Plan
from . import files
from .changes import changes_of, edited
from .entry import Entry
from .refusals import leftover, not_carried, serving, unknown

TRAINING = ("job", "tfjob", "pytorchjob")
SERVING = ("serving", "kfserving")
#: Time for which pods of a job stay that is to be cleaned up: its log is read by then.
CLEANUP_TTL = "10m"
#: Options about how the API server is reached, which is kubectl's business here.
_CLIENT = {
    "config_file": "Set KUBECONFIG before the gateway starts.",
    "client_configuration": "Add a context to the kubeconfig, and name it: context=…",
}


class KubeManager:
    """What mutators are given; they change pods, and ask no cluster."""

    def __getattr__(self, name: str) -> Any:
        raise not_carried(
            f"kube_manager.{name}",
            "Mutators change the pod they are given; Secrets can be named as optional.",
        )


class Deployer:
    """A deployer by its name; ``run`` is what it has started."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        if name in SERVING:
            raise serving(f"The deployer {name}")
        if name == "gcp":
            instead = "Use job with the context of a GKE cluster."
            raise not_carried("The deployer gcp (AI Platform)", instead)
        if name not in TRAINING:
            raise unknown("deployer", name, (*TRAINING, "gcp", *SERVING))
        left = dict(options)
        self.name = name
        self.run: Run | None = None
        self.mutators = list(left.pop("pod_spec_mutators", None) or [])
        self.stream_log: bool = left.pop("stream_log", True)
        self.output: bool = left.pop("output", False)
        self.settings = {**_where(left), **_workload(name, left), **_common(left)}
        if left:
            raise leftover(f"the deployer {name}", left)

    @contextmanager
    def planned(
        self, entry: Entry, settings: Mapping[str, Any], pod: Any = None
    ) -> Iterator[Plan]:
        """The plan of it, while its files are together."""
        where = target_of(self.settings["target"], self.settings["namespace"])
        namespace = where.get("namespace", "default")
        changes = changes_of(self.mutators, KubeManager(), namespace, pod)
        chosen = merged_settings({**settings, **self.settings}, changes.settings)
        found = self._found(entry, chosen)
        with files.brought_together(entry.source, entry.files, found) as source:
            question = asked(source, chosen)
            if changes.rest and where["kind"] == "local":
                _say("Mutators of pods change nothing on this computer.")
            elif changes.rest:
                question.body["settings"]["patch"] = _patch(question, changes.rest)
            plan = question.plan()
            if self.output and where["kind"] == "cluster":
                print(json.dumps(plan.workload(), indent=2))
            yield plan

    def deploy(self, entry: Entry, settings: Mapping[str, Any], pod: Any = None) -> Run:
        """Start it, and follow its log; raises when the training fails."""
        with self.planned(entry, settings, pod) as plan:
            self.run = plan.check().run()
        if self.stream_log:
            self.get_logs()
            self.run.wait()
        return self.run

    def get_logs(self) -> None:
        """Print lines and results of all ranks until the run has ended."""
        run = self._started()
        several = len(run.data["ranks"]) > 1
        for item in run.follow():
            text = _text(item)
            if text is not None:
                prefix = f"[{item['rank']}] " if several else ""
                print(f"{prefix}{text}", flush=True)

    def delete(self) -> None:
        """Delete the run with all that belongs to it."""
        run = self._started()
        run.cancel()
        run.wait(check=False)
        run.delete()

    def _started(self) -> Run:
        if self.run is None:
            raise RuntimeError("Nothing has been started yet.")
        return self.run

    def _found(self, entry: Entry, chosen: Mapping[str, Any]) -> list[str]:
        """What the code needs besides, where it is to be brought together."""
        if files.is_together(entry.source, entry.files):
            return []
        return asked(entry.source, chosen).plan().found_files


def _text(item: Mapping[str, Any]) -> str | None:
    """What an item of a followed run has to print: a line, or a result."""
    if item["kind"] == "log":
        return item["text"]
    if item["kind"] == "event" and item["event"]["kind"] == "value":
        return item["event"]["text"]
    return None


def _patch(question: Asked, rest: dict[str, Any]) -> Any:
    """What no setting has, as a change of the manifest that the plan makes."""
    manifest = question.ask("plan/workload")["manifest"]
    text = json.dumps(edited(manifest, rest))
    return question.ask("plan/edited", manifest=text)["patch"]


def merged_settings(
    chosen: Mapping[str, Any], more: Mapping[str, Any]
) -> dict[str, Any]:
    """Settings of mutators besides those of builder and deployer; they come later."""
    merged = dict(chosen)
    for name, value in more.items():
        old = merged.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[name] = {**old, **value} if both else value
    return merged


def _where(left: dict[str, Any]) -> dict[str, Any]:
    for option, instead in _CLIENT.items():
        if left.pop(option, None) is not None:
            raise not_carried(f"The option {option}", instead)
    left.pop("persist_config", None)
    target = left.pop("context", None) or "current"
    return {"target": target, "namespace": left.pop("namespace", None)}


def _workload(name: str, left: dict[str, Any]) -> dict[str, Any]:
    """Kind and counts, with Fairing's defaults."""
    if name == "job":
        return {"workload": "Job", "ranks": left.pop("runs", 1)}
    if name == "pytorchjob":
        roles = {"master": left.pop("master_count", 1)}
        kind, framework = "PyTorchJob", "torch"
    else:
        counts = [(role, left.pop(f"{role}_count", 0)) for role in ("chief", "ps")]
        roles, kind, framework = dict(counts), "TFJob", "tensorflow"
    roles["worker"] = left.pop("worker_count", 1)
    replicas = {role: count for role, count in roles.items() if count > 0}
    return {"workload": kind, "framework": framework, "replicas": replicas}


def _common(left: dict[str, Any]) -> dict[str, Any]:
    cleanup = {"ttl": CLEANUP_TTL} if left.pop("cleanup", False) else {}
    return {
        **cleanup,
        "name": left.pop("job_name", None),
        "labels": left.pop("labels", None),
        "annotations": left.pop("annotations", None),
    }


def _say(text: str) -> None:
    logging.getLogger("jupyterlab_kubeflow.fairing").warning("%s", text)
