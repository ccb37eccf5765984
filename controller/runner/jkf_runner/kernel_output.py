"""What a kernel says while it executes a cell, passed on to our streams and events."""

import re
import sys
from typing import Any, Dict, List

from . import figures
from .output import write_error
from .session import Session
from .texts import cut, cut_middle, write_text
from .tracebacks import NAME_LIMIT, Place
from .values import bounded_html

_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# `Cell In[3], line 5` since IPython 8; before, `<ipython-input-3-…>` with an arrow.
_FRAME = re.compile(r"(?:Cell In|Input In|<ipython-input-)\s?\[?(\d+)")
_LINE = re.compile(r"Cell In\s?\[\d+\], line (\d+)|^-+>\s*(\d+)", re.MULTILINE)


class KernelOutput:
    """Reads the messages of one kernel, cell after cell."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # Execution count → code cell: a traceback names what an earlier cell defined.
        self._cells: Dict[int, int] = {}

    def take(self, kind: str, content: Dict[str, Any], expected: bool) -> None:
        """Take one message about the session's current cell."""
        if kind == "execute_input":
            self._cells[content.get("execution_count", 0)] = self._session.cell
        elif kind == "stream":
            self._stream(content)
        elif kind in ("display_data", "execute_result"):
            self._value(content.get("data", {}))
        elif kind == "error":
            self._failure(content, expected)

    def _stream(self, content: Dict[str, Any]) -> None:
        stream = sys.stderr if content.get("name") == "stderr" else sys.stdout
        write_text(stream, content.get("text", ""))

    def _value(self, data: Dict[str, Any]) -> None:
        image = data.get("image/png")
        if isinstance(image, str):
            figures.save_png(image, self._session)
            return
        fields = {"text": cut(_joined(data.get("text/plain", "")))}
        html = bounded_html(_joined(data.get("text/html", "")))
        if html:
            fields["html"] = html
        self._session.emit("value", **fields)

    def _failure(self, content: Dict[str, Any], expected: bool) -> None:
        text = _ESCAPE.sub("", "\n".join(content.get("traceback", [])))
        place = self._place(text)
        self._session.events.emit(
            "failure",
            cell=place.cell,
            line=place.line,
            exception=cut(str(content.get("ename", "")), NAME_LIMIT),
            message=cut(str(content.get("evalue", ""))),
            traceback=cut_middle(text),
            expected=expected,
            **self._session.origin(place.cell),
        )
        write_error(text + "\n")

    def _place(self, text: str) -> Place:
        """Find the innermost frame that is in a cell; else the cell that failed."""
        found = Place(self._session.cell, 1)
        frames: List[Any] = list(_FRAME.finditer(text))
        for frame, after in zip(frames, [*frames[1:], None]):
            part = text[frame.start() : after.start() if after else len(text)]
            line = _LINE.search(part)
            cell = self._cells.get(int(frame.group(1)))
            if line and cell is not None:
                found = Place(cell, int(line.group(1) or line.group(2)))
        return found


def _joined(text: Any) -> str:
    """Join a text that the notebook format allows to be a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)
