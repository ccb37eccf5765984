"""
Prints a rank's events while they are written: ``PYTHON -u .jkf/runner follow``.

As a native sidecar its log is the run's events, one JSON object a line. The kubelet
sends SIGTERM once the rank's container has ended; ending earlier would only get it
started again, to print everything a second time. Where the pod's end is one SIGTERM to
all, the file that `pod` writes last tells that no more will come.
"""

import os
import signal
import threading
import time

from .results import Results

#: Set where no sidecar can be: the events go, marked, into the rank's own log.
LOG_VARIABLE = "JKF_EVENTS_IN_LOG"

#: ASCII record separator: what follows, to the line's end, is an event and not output.
MARK = b"\x1e"

_POLL_SECONDS = 0.2
#: How long the rank may take to end after the pod was told to.
_PATIENCE_SECONDS = float(os.environ.get("JKF_FOLLOW_PATIENCE", "10"))
_CHUNK_BYTES = 64 * 1024


def main() -> int:
    """Print until told to end; the result is the exit code."""
    follower = Follower(os.environ["JKF_EVENTS"])
    told = (signal.SIGTERM, signal.SIGINT)
    for number in told:
        signal.signal(number, lambda *_: follower.stop())
    # Whoever waited for the bundle has kept what came meanwhile.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, told)
    follower.run()
    return 0


def end_of(events: str) -> str:
    """Name the file that says that the events are complete."""
    return f"{events}.end"


def wants_log() -> bool:
    """Tell whether events are to be in the rank's own log."""
    return os.environ.get(LOG_VARIABLE) == "1"


class Follower:
    """Reads whole lines of a file that grows, and writes them to standard output."""

    def __init__(self, path: str, mark: bool = False) -> None:
        self._path = path
        self._mark = MARK if mark else b""
        self._results = Results(path)
        self._offset = 0
        self._rest = b""
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Ask for the end: nothing more is written, or will not be for long."""
        self._stopping.set()

    def run(self) -> None:
        """Print until the end."""
        while not self._stopping.wait(_POLL_SECONDS):
            self._drain()
        patient = time.monotonic() + _PATIENCE_SECONDS
        while not os.path.exists(end_of(self._path)) and time.monotonic() < patient:
            self._drain()
            time.sleep(_POLL_SECONDS)
        self._drain()
        for record in self._results.at_end(self._code()):
            self._write(record)

    def _code(self) -> int:
        """Read the exit code that `pod` has written down; -1 when it was killed."""
        try:
            with open(end_of(self._path), encoding="ascii") as file:
                return int(file.read())
        except (OSError, ValueError):
            return -1

    def _drain(self) -> None:
        """Print the lines that have come."""
        try:
            with open(self._path, "rb") as file:
                file.seek(self._offset)
                for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""):
                    self._offset += len(chunk)
                    self._take(chunk)
        except FileNotFoundError:
            return

    def _take(self, chunk: bytes) -> None:
        # What has no line end yet is not printed: a killed rank may leave half a line.
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._write(line)
            for record in self._results.after(line):
                self._write(record)

    def _write(self, line: bytes) -> None:
        # One call a line: up to the size of a pipe's page, lines never mix.
        rest = self._mark + line + b"\n"
        while rest:
            rest = rest[os.write(1, rest) :]
