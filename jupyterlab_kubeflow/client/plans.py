"""A plan: what a run would have and do, computed without side effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import html
from .errors import JkfError, PlanBlocked

if TYPE_CHECKING:
    from .api import Asked
    from .handle import Run


class Plan:
    """What the gateway plans; ``data`` has all of it (``protocol/src/plan.ts``)."""

    def __init__(self, asked: Asked, answer: dict[str, Any]) -> None:
        self._asked = asked
        self.data: dict[str, Any] = answer["plan"]
        #: No check failed.
        self.ready: bool = answer["ready"]
        #: The converted script; none for whole notebooks and ``.py`` files.
        self.script: str | None = answer.get("script")

    @property
    def name(self) -> str:
        """Name of its runs."""
        return self.data["name"]

    @property
    def checks(self) -> list[dict[str, Any]]:
        """Everything that was looked at, with outcome and message."""
        return self.data["checks"]

    @property
    def problems(self) -> list[JkfError]:
        """What keeps it from running."""
        failed = [check for check in self.checks if check["outcome"] == "failed"]
        return [JkfError(check["problem"]) for check in failed if "problem" in check]

    @property
    def files(self) -> list[str]:
        """Paths of all that is shipped, but for the runner."""
        listed = self.data["bundle"]["files"]
        return [file["path"] for file in listed if file["included"]]

    @property
    def found_files(self) -> list[str]:
        """Paths of what it needs besides its own code, below its folder."""
        listed = self.data["bundle"]["files"]
        own = ("script", "notebook")
        return [
            file["path"]
            for file in listed
            if file["included"] and file["origin"] not in own
        ]

    @property
    def requirements(self) -> list[str]:
        """Packages it needs."""
        listed = self.data["bundle"]["requirements"]
        return [item["text"] for item in listed if item["included"]]

    @property
    def digest(self) -> str:
        """Of code, files and packages: the same for the same."""
        return self.data["bundle"]["digest"]

    @property
    def image(self) -> str | None:
        """The image on a cluster."""
        return self.data["environment"].get("image")

    def manifests(self) -> list[dict[str, Any]]:
        """The objects that would be made on a cluster."""
        return self._asked.ask("plan/manifests")["objects"]

    def workload(self) -> dict[str, Any]:
        """The workload that would be made on a cluster."""
        return self._asked.ask("plan/workload")["manifest"]

    def run(self, *, id: str | None = None) -> Run:
        """Start it; `PlanBlocked` when a check fails."""
        return self._asked.start(self.name, id)

    def check(self) -> Plan:
        """This plan, if it can run; `PlanBlocked` tells the first check that failed."""
        if not self.ready:
            first, *_ = self.problems
            raise blocked(self, first)
        return self

    def __repr__(self) -> str:
        word = "ready" if self.ready else "blocked"
        where = html.place(self.data["target"])
        lines = [f"<Plan {self.name}: {word}, {self._what()}, {where}>"]
        return "\n  ".join([*lines, *(why.sentence for why in self.problems)])

    def _repr_html_(self) -> str:
        state = "succeeded" if self.ready else "failed"
        word = html.word(state).replace(f">{state}<", f">{self._ready_word()}<")
        environment = self.data["environment"]
        packages = self.requirements
        return html.card(
            f"Plan {html.code(self.name)} {word}",
            [
                ("runs", html.escape(self._what())),
                ("where", html.escape(html.place(self.data["target"]))),
                ("in", html.code(self.image or environment.get("python", ""))),
                ("files", ", ".join(map(html.code, self.files))),
                ("inputs", ", ".join(map(html.code, self._inputs()))),
                ("packages", ", ".join(map(html.code, packages))),
                *((check["outcome"], self._said(check)) for check in self._spoken()),
            ],
        )

    def _inputs(self) -> list[str]:
        return [each["url"] for each in self.data.get("inputs", [])]

    def _ready_word(self) -> str:
        return "ready" if self.ready else "blocked"

    def _what(self) -> str:
        workload = self.data["workload"]
        roles = workload["replicas"]
        counts = " + ".join(f"{item['count']} {item['role']}" for item in roles)
        return f"{self.data['mode']} as {workload['kind']} ({counts})"

    def _spoken(self) -> list[dict[str, Any]]:
        """Checks that a reader should see."""
        return [check for check in self.checks if check["outcome"] != "ok"]

    def _said(self, check: dict[str, Any]) -> str:
        found = check.get("problem")
        if found is None:
            return html.escape(check["message"]["text"])
        return html.escape(f"{found['sentence']} {found['remedy']}")


def blocked(plan: Plan, why: JkfError) -> PlanBlocked:
    """The exception of a plan that cannot run."""
    error = PlanBlocked(
        {
            "code": why.code,
            "sentence": why.sentence,
            "remedy": why.remedy,
            "params": why.params,
            **({"place": why.place} if why.place else {}),
        }
    )
    error.plan = plan
    return error
