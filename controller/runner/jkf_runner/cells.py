"""
The cells of a converted notebook: cut out of the script, compiled, executed.

A cell's code has the line numbers of the notebook's cell and a file name that says
which one it is, so that tracebacks and `inspect` speak of the notebook.
"""

import __future__

import ast
import linecache
import re
from typing import Any, Dict, List, NamedTuple, Optional

from . import asyncs
from .spec import Cell, Segment

#: Begins the line above a cell.
MARKER = "# %%"

_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag

# After the last expression: closing brackets of it, then what silences its value.
_SILENCED = re.compile(r"[\s)\\]*;")


class Compiled(NamedTuple):
    """Code of a cell, and of its last expression where it has one to show."""

    body: Any
    value: Any


class Result(NamedTuple):
    """The value of a cell's last expression."""

    value: Any


def cut(script: List[str], cells: List[Cell]) -> List[str]:
    """
    Take each cell's source out of the script, every line at its number in the cell.

    What the script has between a cell's last line and the next cell's first belongs to
    its last statement: the end of a call that a `%%` magic has become.
    """
    sources = []
    following = len(script)
    for cell in reversed(cells):
        sources.append(_cut_one(script, cell.segments, following))
        starts = [segment.script_line - 1 for segment in cell.segments]
        following = min(starts, default=following)
    return sources[::-1]


def _cut_one(script: List[str], segments: List[Segment], following: int) -> str:
    length = max((s.cell_line + s.lines - 1 for s in segments), default=0)
    lines = [""] * length
    end = following
    for segment in segments:
        start = segment.script_line - 1
        end = start + segment.lines
        lines[segment.cell_line - 1 : segment.cell_line - 1 + segment.lines] = script[
            start:end
        ]
    rest = script[end:following]
    while rest and (not rest[-1].strip() or rest[-1].startswith(MARKER)):
        rest.pop()
    return "".join(line + "\n" for line in lines + rest)


def head(script: List[str], cells: List[Cell]) -> str:
    """Take what stands before the first cell: the imports of the helpers."""
    starts = [s.script_line for cell in cells for s in cell.segments]
    return "".join(line + "\n" for line in script[: min(starts, default=1 << 60) - 1])


class Compiler:
    """Compiles cell after cell; what one imports from `__future__` holds for all."""

    def __init__(self) -> None:
        self._flags = 0

    def compile(self, source: str, filename: str) -> Compiled:
        """Compile a cell, its last expression apart when its value is shown."""
        remember(source, filename)
        tree = self._compile(source, filename, "exec", ast.PyCF_ONLY_AST)
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr) or _is_silenced(source, last):
            return Compiled(self._compile(tree, filename, "exec"), None)
        del tree.body[-1]
        body = self._compile(tree, filename, "exec")
        expression = ast.Expression(last.value)
        return Compiled(body, self._compile(expression, filename, "eval"))

    def _compile(self, source: Any, filename: str, mode: str, extra: int = 0) -> Any:
        flags = self._flags | extra
        code = compile(source, filename, mode, flags=flags, dont_inherit=True)
        self._flags |= getattr(code, "co_flags", 0) & _FUTURE
        return code


def execute(compiled: Compiled, space: Dict[str, Any]) -> Optional[Result]:
    """Execute a cell; its value, unless there is none to show."""
    for code in compiled:
        if code is not None:
            asyncs.begin_cell(code, space)
    try:
        exec(compiled.body, space)
        if compiled.value is None:
            return None
        value = eval(compiled.value, space)
        return None if value is None else Result(value)
    finally:
        asyncs.end_cell()


def remember(source: str, filename: str) -> None:
    """Let tracebacks and `inspect` find the source; it is in no file."""
    # Not `splitlines`, which also splits where Python does not begin a line.
    lines = [line + "\n" for line in source.split("\n")]
    linecache.cache[filename] = (len(source), None, lines, filename)


def _is_silenced(source: str, last: ast.Expr) -> bool:
    """Whether a semicolon follows: `plot(x);` shows nothing, as in a notebook."""
    lines = source.split("\n")
    ending = (last.end_lineno or 1) - 1
    # Columns count bytes.
    rest = lines[ending].encode("utf-8")[last.end_col_offset or 0 :]
    following = [rest.decode("utf-8", "replace"), *lines[ending + 1 :]]
    return _SILENCED.match("\n".join(following)) is not None
