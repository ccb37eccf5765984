"""Peak memory of the process, reported when it has grown and at the end."""

import os
import resource
import sys
import threading
from typing import Callable, Optional

#: Seconds between looks at the memory.
INTERVAL = 10
#: A new peak is reported when it exceeds the reported one by this factor.
GROWTH = 1.05


def peak_bytes() -> int:
    """Highest resident memory so far, of this process or one of its children."""
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return max(_own_peak(unit), children)


def _own_peak(unit: int) -> int:
    # On Linux `ru_maxrss` begins with the size of whoever started this process.
    try:
        with open("/proc/self/status", "rb") as status:
            for line in status:
                if line.startswith(b"VmHWM:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


class Sampler:
    """
    A daemon thread that looks at the memory and lets held-back metrics go.

    It ends before every fork, for Python warns of a fork while there are threads, and
    a child must not inherit a lock the thread holds. Python counts the threads after
    the fork, so the thread comes back only later, when `wake` is called.
    """

    def __init__(self, report: Callable[[int], None], tick: Callable[[], None]) -> None:
        self._report = report
        self._tick = tick
        self._reported = 0
        self._seconds = 0
        self._paused = False
        self._thread: Optional[threading.Thread] = None
        self._stop = threading.Event()
        os.register_at_fork(before=self._pause, after_in_child=self._forget)

    def start(self) -> None:
        """Begin to look."""
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(self._stop,), name="jkf-memory", daemon=True
        )
        try:
            self._thread.start()
        except RuntimeError:
            # No thread to be had: the peak is still reported at the end.
            self._thread = None

    def wake(self) -> None:
        """Look again, after a fork."""
        if self._paused:
            self._paused = False
            self.start()

    def finish(self) -> None:
        """Stop, and report the peak once more."""
        self._pause()
        self._paused = False
        self._look(factor=1.0)

    def _run(self, stop: threading.Event) -> None:
        while not stop.wait(1.0):
            self._tick()
            self._seconds += 1
            if self._seconds % INTERVAL == 0:
                self._look(GROWTH)

    def _look(self, factor: float) -> None:
        peak = peak_bytes()
        if peak > self._reported * factor:
            self._reported = peak
            self._report(peak)

    def _pause(self) -> None:
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            self._stop.set()
            thread.join(0.5)
            self._thread = None
            self._paused = True

    def _forget(self) -> None:
        self._paused = False
