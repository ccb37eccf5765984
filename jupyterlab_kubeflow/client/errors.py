"""What can go wrong, as exceptions: each has a code, a sentence and what to do."""

from typing import Any, Dict, Mapping, Optional

from .rows import ROWS

#: Sentences of the gateway that speak of pages: what to do in a program instead.
_REMEDIES = {
    "gateway-body-invalid": "Look at the value that is named.",
    "gateway-not-started": "Open JupyterLab, or look at what jkf doctor says.",
    "gateway-no-route": "Restart the Jupyter server: it is older than this package.",
    "path-outside": "Name a file below the folder of the Jupyter server.",
}


class JkfError(Exception):
    """Something that the product knows: a row of ``docs/reference/errors.md``."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        self.code: str = problem["code"]
        self.sentence: str = problem["sentence"]
        #: What to do about it.
        self.remedy: str = _REMEDIES.get(self.code, problem["remedy"])
        self.params: Dict[str, Any] = dict(problem.get("params", {}))
        #: Cell, and line where it is known: ``{"cell": 3, "line": 1}``.
        self.place: Optional[Dict[str, int]] = problem.get("place")
        super().__init__(f"{self.sentence}\n{self.remedy}")

    def _repr_html_(self) -> str:
        from .html import problem

        return problem(self.code, self.sentence, self.remedy)


class GatewayError(JkfError):
    """There is no gateway to ask, or it was lost."""


class PlanBlocked(JkfError):
    """A check of the plan failed, so nothing was started."""

    #: The plan, for a look at all its checks.
    plan: Any = None


class RunFailed(JkfError):
    """The run failed; the code says how, e.g. ``run-failed-in-cell``."""

    #: The run, for its log and files.
    run: Any = None


class RunCancelled(RunFailed):
    """Somebody cancelled the run."""


class WaitTimeout(JkfError, TimeoutError):
    """The run has not ended in the time given; it goes on."""


def row(code: str, **params: str) -> Dict[str, Any]:
    """A problem that the package itself tells, filled in."""
    sentence, remedy = (text.format(**params) for text in ROWS[code])
    return {"code": code, "sentence": sentence, "remedy": remedy, "params": params}


def own(code: str, **params: str) -> JkfError:
    """A problem that the package itself tells, as an exception."""
    return JkfError(row(code, **params))


def no_gateway(code: str, **params: str) -> GatewayError:
    """There is none to ask, and the sentence says why."""
    return GatewayError(row(code, **params))
