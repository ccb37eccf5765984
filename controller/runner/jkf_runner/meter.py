"""Passes metrics on as events, at most so many a second."""

import os
import threading
import time
from typing import Callable, Dict, List, Set, Tuple

from .metrics import Metric
from .texts import note

#: Events a second. A tight loop that prints must not fill the disk with events.
LIMIT = 100
#: Different names. Who prints a number for each of thousands of things prints data.
NAMES = 200

Report = Callable[[Metric, int], None]


class Meter:
    """
    Rate limit that keeps the last value of each name, and takes so many names only.

    `lock` guards it and whoever feeds it: several threads may print at once, and a
    signal handler may print while its own thread does.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._window = 0.0
        self._sent = 0
        self._held: Dict[str, Tuple[Metric, int]] = {}
        self._names: Set[str] = set()
        self._noted = False
        self.lock = threading.RLock()
        os.register_at_fork(after_in_child=self._after_fork)

    def add(self, metrics: List[Metric], cell: int) -> None:
        """Report, or hold back what exceeds the limit."""
        with self.lock:
            for metric in metrics:
                if self._takes(metric.name):
                    self._add_one(metric, cell)

    def flush(self) -> None:
        """Report what was held back."""
        with self.lock:
            held, self._held = self._held, {}
            for metric, cell in held.values():
                self._report(metric, cell)

    def _takes(self, name: str) -> bool:
        if name in self._names:
            return True
        if len(self._names) < NAMES:
            self._names.add(name)
            return True
        if not self._noted:
            self._noted = True
            note(f"metrics are reported for the first {NAMES} names only")
        return False

    def _add_one(self, metric: Metric, cell: int) -> None:
        now = time.monotonic()
        if now - self._window >= 1.0:
            self._window, self._sent = now, 0
            self.flush()
        if self._sent < LIMIT:
            # An older value of this name must not come after this one.
            self._held.pop(metric.name, None)
            self._sent += 1
            self._report(metric, cell)
        else:
            self._held[metric.name] = (metric, cell)

    def _after_fork(self) -> None:
        # The lock may have been held by a thread that the child does not have.
        self.lock = threading.RLock()
        self._held = {}
