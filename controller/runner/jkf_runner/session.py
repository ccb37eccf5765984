"""What is going on: the session of this process, for the helpers to report to."""

import os
from typing import Any, Callable, Dict, List, Optional, Tuple

from .events import Events
from .meter import Meter
from .metrics import Metric

#: Where figures go, below the working folder; what events say of them begins so.
FIGURES = ".jkf/figures"


class Session:
    """The run as this process sees it."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.meter = Meter(self._report)
        #: Code cell that is being executed; 0 outside any.
        self.cell = 0
        #: The notebook behind the first that is executed, and the cells before it.
        self.behind: Optional[Tuple[str, int]] = None
        #: Called now and then while the program is at work; resumes what a fork ended.
        self.wake: Callable[[], None] = lambda: None
        # Absolute, for the program may change its folder.
        self._root = os.getcwd()
        self._figures: Dict[int, int] = {}

    def emit(self, kind: str, **fields: Any) -> None:
        """Report an event of the current cell."""
        self.events.emit(kind, cell=self.cell, **fields)

    def origin(self, cell: int) -> Dict[str, Any]:
        """Tell which notebook a cell is of, when it is not the first."""
        if self.behind is None or cell <= self.behind[1]:
            return {}
        source, before = self.behind
        return {"source": source, "sourceCell": cell - before}

    def next_figure(self) -> "Figure":
        """Name the next figure of the current cell: `cell-3-1.png`."""
        count = self._figures.get(self.cell, 0) + 1
        self._figures[self.cell] = count
        path = f"{FIGURES}/cell-{self.cell}-{count}.png"
        return Figure(path, os.path.join(self._root, path))

    def _report(self, metric: Metric, cell: int) -> None:
        fields = {"cell": cell, "name": metric.name, "value": metric.value}
        if metric.step is not None:
            fields["step"] = metric.step
        self.events.emit("metric", **fields)


class Figure:
    """Where a figure is to be saved."""

    def __init__(self, path: str, file: str) -> None:
        #: Relative to the working folder, as events name it.
        self.path = path
        #: Absolute; its folder exists.
        self.file = file
        os.makedirs(os.path.dirname(file), exist_ok=True)


_sessions: List[Session] = []


def begin(session: Session) -> None:
    """Make this the session of the process."""
    _sessions[:] = [session]


def current() -> Optional[Session]:
    """Find the session; none where a program uses the helpers without the runner."""
    return _sessions[0] if _sessions else None
