"""
Watches what the program prints, without changing a byte of it.

`sys.stdout` and `sys.stderr` become text wrappers over the same buffers, which also
hand each complete line to the metrics scanner.
"""

import io
import os
import sys
from typing import Callable, List, Optional, TextIO

from .metrics import LINE_LIMIT, scan
from .session import Session


class Lines:
    """
    Puts written pieces together to lines; of each, the last state is handed on.

    A carriage return starts the line anew (progress bars), and a line longer than
    the scanner looks at is dropped rather than kept in memory.
    """

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self.clear()

    def feed(self, text: str) -> None:
        """Take what was just written."""
        start = 0
        end = text.find("\n")
        while end >= 0:
            self._finish(text[start:end])
            start = end + 1
            end = text.find("\n", start)
        if start < len(text):
            self._add(text[start:])

    def clear(self) -> None:
        """Forget the unfinished line."""
        self._parts: List[str] = []
        self._size = 0
        self._returned = False

    def _add(self, piece: str) -> None:
        if self._returned or "\r" in piece:
            piece = self._restarted(piece)
        self._size += len(piece)
        if self._size <= LINE_LIMIT:
            self._parts.append(piece)
        else:
            self._parts = []

    def _restarted(self, piece: str) -> str:
        """Take what a line shows after its last carriage return."""
        # One at the very end may be half of a line end.
        restart = piece.rfind("\r", 0, len(piece) - 1)
        if restart >= 0 or self._returned:
            self.clear()
        self._returned = piece.endswith("\r")
        return piece[restart + 1 :]

    def _finish(self, piece: str) -> None:
        if piece:
            self._add(piece)
        line = "".join(self._parts)
        self.clear()
        if line:
            self._on_line(line.rstrip("\r"))


_write = io.TextIOWrapper.write


class Watcher:
    """Finds the metrics in what one stream writes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lines = Lines(self._scan)
        # A child must not report its parent's unfinished line again.
        os.register_at_fork(after_in_child=self._lines.clear)

    def look(self, text: str) -> None:
        """Look at a piece of output; whatever is in it, never raise."""
        try:
            with self._session.meter.lock:
                self._lines.feed(text)
        except Exception:
            self._lines.clear()

    def _scan(self, line: str) -> None:
        self._session.wake()
        metrics = scan(line)
        if metrics:
            self._session.meter.add(metrics, self._session.cell)


class WatchedStream(io.TextIOWrapper):
    """The stream it replaces, over the same buffer, with the same settings."""

    def __init__(self, stream: io.TextIOWrapper, watcher: Watcher) -> None:
        stream.flush()
        super().__init__(
            stream.buffer,
            encoding=stream.encoding,
            errors=stream.errors,
            newline="\n",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        self.mode = "w"
        # Kept: once collected, it would close the buffer both share.
        self._replaced = stream
        self._watcher = watcher

    def write(self, text: str) -> int:
        """Write as ever, then look at it."""
        count = _write(self, text)
        self._watcher.look(text)
        return count


def watch(session: Session) -> None:
    """Watch standard output and standard error from now on."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # Absent when the descriptor was closed.
        if type(stream) is io.TextIOWrapper:
            watched = WatchedStream(stream, Watcher(session))
            setattr(sys, name, watched)
            setattr(sys, f"__{name}__", watched)


def say(text: str) -> None:
    """Write a line that a helper prints of itself: what it says are no metrics."""
    _unwatched(sys.stdout, f"{text}\n")


def write_error(text: str) -> None:
    """Write a traceback or a sentence to standard error; also no metrics."""
    try:
        _unwatched(sys.stderr, text)
    except (OSError, ValueError):
        return


def _unwatched(stream: Optional[TextIO], text: str) -> None:
    if stream is None:
        return
    if isinstance(stream, WatchedStream):
        _write(stream, text)
    else:
        stream.write(text)
    stream.flush()
