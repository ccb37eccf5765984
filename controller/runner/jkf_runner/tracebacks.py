"""Failures: a traceback without the runner's own frames, and its place in a cell."""

import os
import sys
import traceback
from types import TracebackType
from typing import Any, Dict, Iterator, NamedTuple, Optional, Tuple

from .output import write_error
from .texts import cut, cut_middle

# As code objects name it: before Python 3.9 relative to where the program started.
_OWN = os.path.dirname(__file__) + os.sep


#: Bytes that the name of an exception may take.
NAME_LIMIT = 200


class Place(NamedTuple):
    """A line of a cell, or with cell 0 of a file."""

    cell: int
    line: int


#: File name of compiled code → its cell.
Places = Dict[str, int]


def failure_of(error: BaseException, places: Places, default: Place) -> Dict[str, Any]:
    """
    Describe an exception for the failure event, without the runner's frames.

    :param default: its place when it went through no line of the user's code.
    """
    strip(error)
    place = place_of(error, places) or default
    return {
        "cell": place.cell,
        "line": place.line,
        "exception": cut(name_of(type(error)), NAME_LIMIT),
        "message": cut(message_of(error)),
        "traceback": cut_middle(text_of(error)),
    }


def show_traceback(error: BaseException) -> None:
    """
    Print the traceback, by the program's own hook if it has one.

    Python's hook reads source lines only from files, so it is not left to that one.
    """
    if sys.excepthook is sys.__excepthook__:
        write_error(text_of(error))
        return
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except Exception:
        write_error(text_of(error))


def strip(error: BaseException) -> None:
    """Remove the runner's frames from an exception and all it came from."""
    for each in _chain(error):
        each.__traceback__ = _without_own(each.__traceback__)


def place_of(error: BaseException, places: Places) -> Optional[Place]:
    """Find the innermost line of a cell that the exception went through."""
    if isinstance(error, SyntaxError) and error.filename in places:
        return Place(places[error.filename], error.lineno or 1)
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        cell = places.get(frame.f_code.co_filename)
        if cell is not None:
            found = Place(cell, line or 1)
    return found


def text_of(error: BaseException) -> str:
    """Take the traceback as Python prints it."""
    try:
        parts = traceback.format_exception(type(error), error, error.__traceback__)
        return "".join(parts)
    except Exception:
        return f"{name_of(type(error))}\n"


def name_of(kind: type) -> str:
    """Name an exception as tracebacks do."""
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def message_of(error: BaseException) -> str:
    """Take the exception's text."""
    try:
        return str(error)
    except Exception:
        return f"<{type(error).__qualname__} without a text>"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen = set()
    left: Tuple[Optional[BaseException], ...] = (error,)
    while left:
        each, *rest = left
        left = tuple(rest)
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            left += (each.__cause__, each.__context__)


def _without_own(tb: Optional[TracebackType]) -> Optional[TracebackType]:
    """Link a traceback anew, from its innermost frame, leaving out our frames."""
    kept = None
    for each in reversed(list(_walk(tb))):
        if not _is_own(each.tb_frame.f_code.co_filename):
            kept = TracebackType(kept, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return kept


def _walk(tb: Optional[TracebackType]) -> Iterator[TracebackType]:
    while tb is not None:
        yield tb
        tb = tb.tb_next


def _is_own(filename: str) -> bool:
    return filename.startswith(_OWN)
