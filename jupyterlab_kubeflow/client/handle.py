"""A run: what it says, how it ends, what it leaves, and how to stop it."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from . import html
from .errors import JkfError, RunCancelled, RunFailed, WaitTimeout, no_gateway, row
from .gateway import Gateway
from .wire import LOST

_OVER = ("succeeded", "failed", "cancelled")
#: Seconds between looks at a run that is waited for: at first, and at most.
_FIRST_LOOK, _LONGEST_LOOK = 0.1, 2.0


class Run:
    """A run; ``data`` is what was last heard of it (``protocol/src/run.ts``)."""

    def __init__(self, gateway: Gateway, data: dict[str, Any]) -> None:
        self._gateway = gateway
        self.data = data
        self.id: str = data["id"]

    @property
    def name(self) -> str:
        """Its name; several runs may have it."""
        return self.data["name"]

    @property
    def state(self) -> str:
        """``pending``, ``running``, ``suspended``, ``succeeded``, ``failed``, …."""
        return self.refresh().data["state"]

    @property
    def done(self) -> bool:
        """Has it ended?"""
        return self.state in _OVER

    @property
    def metrics(self) -> dict[str, float]:
        """The last value of each metric."""
        return dict(self.refresh().data["metrics"])

    @property
    def problem(self) -> JkfError | None:
        """Why it failed."""
        found = self.refresh().data.get("problem")
        return JkfError(found) if found else None

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """Files it made: rank, path and size."""
        return self._detail()["outputs"]

    @property
    def files(self) -> list[str]:
        """Paths of the files that the first rank made."""
        return [file["path"] for file in self.outputs if file["rank"] == 0]

    @property
    def failures(self) -> list[dict[str, Any]]:
        """Exceptions that ended its ranks, with their tracebacks."""
        return self._detail()["failures"]

    def refresh(self) -> Run:
        """Ask again, unless it has ended."""
        if self.data["state"] not in _OVER:
            self.data = self._detail()["run"]
        return self

    def logs(self, *, follow: bool = True, rank: int | None = None) -> Iterator[str]:
        """
        Lines of output of all ranks, or of one, in order, without their ends.

        :param follow: wait for more until the run has ended; else give what is there
        """
        if not follow:
            yield from self._written(rank)
            return
        for item in self.follow():
            if item["kind"] == "log" and rank in (None, item["rank"]):
                yield item["text"]

    def events(self) -> Iterator[dict[str, Any]]:
        """What its runner reports: cells, metrics, … (``protocol/src/events.ts``)."""
        for item in self.follow():
            if item["kind"] == "event":
                yield {"rank": item["rank"], **item["event"]}

    def history(self, metric: str) -> list[tuple[float | None, float]]:
        """Steps and values of a metric, as they came; waits for the end of the run."""
        return [
            (event.get("step"), event["value"])
            for event in self.events()
            if event["kind"] == "metric" and event["name"] == metric
        ]

    def follow(self) -> Iterator[dict[str, Any]]:
        """Everything until its end, even if the gateway is replaced on the way."""
        cursor: dict[str, dict[str, int]] = {"logs": {}, "events": {}}
        kinds = {"log": "logs", "event": "events"}
        misses = 0
        while misses < 3:
            try:
                for item in self._gateway.lines(self._path("follow", cursor)):
                    misses = 0
                    if item["kind"] == "complete":
                        self.refresh()
                        return
                    if item["kind"] == "problem":
                        raise JkfError(item["problem"])
                    if item["kind"] in kinds:
                        cursor[kinds[item["kind"]]][str(item["rank"])] = item["end"]
                    yield item
            except LOST:
                pass
            misses += 1
            self._gateway.forget()
        raise no_gateway("gateway-lost")

    def wait(self, timeout: float | None = None, *, check: bool = True) -> Run:
        """
        Wait for the end of the run.

        :param timeout: seconds after which `WaitTimeout` is raised; the run goes on
        :param check: raise `RunFailed` or `RunCancelled` unless it has succeeded
        """
        end = None if timeout is None else time.monotonic() + timeout
        look = _FIRST_LOOK
        while not self.done:
            left = look if end is None else min(look, end - time.monotonic())
            if left <= 0:
                raise _late(self, timeout)
            time.sleep(left)
            look = min(_LONGEST_LOOK, look * 1.5)
        if check:
            self._check()
        return self

    def cancel(self) -> None:
        """Ask it to end; nothing happens when it has."""
        self._gateway.ask("POST", self._path("cancel"))

    def suspend(self) -> None:
        """Stop its pods and keep the run."""
        self._gateway.ask("POST", self._path("suspend"))

    def resume(self) -> None:
        """Start the pods of a suspended run anew."""
        self._gateway.ask("POST", self._path("resume"))

    def delete(self) -> None:
        """Delete the run, which has ended, and all its files."""
        self._gateway.ask("DELETE", self._path())

    def rerun(self, parameters: dict[str, Any] | None = None) -> Run:
        """Start its plan again, with other values of parameters."""
        body = {"id": new_id(self.name), "parameters": parameters or {}}
        answer = self._gateway.ask("POST", self._path("rerun"), body)
        return Run(self._gateway, answer["run"])

    def read(self, path: str, *, rank: int = 0) -> bytes:
        """Bytes of a file that a rank made."""
        return self._gateway.content(self._path(f"files/{rank}/{quote(path)}"))

    def save(self, path: str, to: str | None = None, *, rank: int = 0) -> str:
        """Write a file that a rank made to a file or folder of ours; give its path."""
        name = os.path.basename(path)
        target = to or name
        if os.path.isdir(target):
            target = os.path.join(target, name)
        content = self.read(path, rank=rank)
        with open(target, "wb") as file:
            file.write(content)
        return os.path.abspath(target)

    def __repr__(self) -> str:
        data = self.refresh().data
        rest = [html.progress(data.get("progress")), html.metrics(data["metrics"])]
        words = ", ".join(filter(None, [data["state"], *rest]))
        found = data.get("problem")
        return f"<Run {self.id}: {words}>" + (
            f"\n  {found['sentence']}" if found else ""
        )

    def _repr_html_(self) -> str:
        return html.run(self.refresh().data)

    def _check(self) -> None:
        if self.data["state"] == "succeeded":
            return
        found = self.data.get("problem") or row("run-cancelled", id=self.id)
        kind = RunCancelled if self.data["state"] == "cancelled" else RunFailed
        error = kind(found)
        error.run = self
        raise error

    def _written(self, rank: int | None) -> Iterator[str]:
        ranks = [item["rank"] for item in self.refresh().data["ranks"]]
        for number in ranks if rank is None else [rank]:
            text = self._gateway.content(self._path(f"log/{number}"))
            yield from text.decode(errors="replace").splitlines()

    def _detail(self) -> dict[str, Any]:
        return self._gateway.ask("GET", self._path())

    def _path(self, below: str = "", cursor: Any = None) -> str:
        path = "/".join(filter(None, ["runs", quote(self.id, safe=""), below]))
        return f"{path}?{urlencode({'from': json.dumps(cursor)})}" if cursor else path


class Runs(list[Run]):
    """Runs, newest first, that notebooks show as a table."""

    def _repr_html_(self) -> str:
        return html.runs([run.data for run in self])


def new_id(name: str) -> str:
    """An id that no other run has: a DNS label of at most 40 characters."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:31].rstrip("-")
    letter = "" if stem[:1].isalpha() else "run-"
    return f"{letter}{stem}-{os.urandom(2 if letter else 4).hex()}".replace("--", "-")


def _late(run: Run, timeout: float | None) -> WaitTimeout:
    return WaitTimeout(row("wait-timeout", id=run.id, seconds=str(timeout)))
