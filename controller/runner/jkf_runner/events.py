"""
The side channel: one JSON object a line, appended to the file `JKF_EVENTS`.

Shapes are those of `protocol/src/events.ts`. Reporting never raises into the program:
when the file cannot be written (disk full), it stops with one note.
"""

import json
import os
import stat
import time
from typing import Any, Dict, Optional

from .texts import note

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)


class Events:
    """Writer of events. Without a path it swallows them."""

    def __init__(self, path: Optional[str]) -> None:
        # Absolute, for the program may change its folder.
        self._path = os.path.abspath(path) if path else None
        self._pid = os.getpid()
        self._fd = -1
        self._identity = (0, 0)
        if self._path:
            self._attempt(self._open)

    def emit(self, kind: str, **fields: Any) -> None:
        """
        Append one event.

        A forked child is not the program: of what it does only metrics count.
        """
        if self._path is None or (kind != "metric" and os.getpid() != self._pid):
            return
        event = {"kind": kind, "time": time.time(), **fields, **_written()}
        # ASCII only: lone surrogates of the program's texts stay valid JSON.
        line = json.dumps(event, separators=(",", ":")).encode("ascii") + b"\n"
        self._attempt(lambda: self._write(line))

    def _open(self) -> None:
        self._fd = os.open(self._path or "", _FLAGS, 0o644)
        status = os.fstat(self._fd)
        self._identity = (status.st_dev, status.st_ino)

    def _is_ours(self) -> bool:
        """
        Whether the descriptor still is the events file.

        A program may close every descriptor and open its own files at the same
        numbers; events must not end up in those.
        """
        try:
            status = os.fstat(self._fd)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def _write(self, line: bytes) -> None:
        if not self._is_ours():
            self._open()
        # One call a line: lines of several processes never mix.
        if os.write(self._fd, line) != len(line):
            raise OSError("the line was cut short, the disk is full")

    def _attempt(self, action: Any) -> None:
        try:
            action()
        except OSError as error:
            self._path = None
            reason = error.strerror or str(error)
            note(f"progress and metrics are no longer reported: {reason}")


def _written() -> Dict[str, int]:
    """
    How much output there was before, where output goes to a file.

    Events and output are two files: this tells a reader where an event belongs.
    """
    try:
        status = os.fstat(1)
    except OSError:
        return {}
    return {"written": status.st_size} if stat.S_ISREG(status.st_mode) else {}
