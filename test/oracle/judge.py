"""Says what IPython makes of a cell and whether CPython compiles a script.

One JSON object a line in, one a line out:

    {"cell": "x = !ls"}
        {"marks": [{"line": 1, "kind": "system-assign"}], "compiles": true}
    {"script": "x = ("}
        {"line": 1, "message": "'(' was never closed"}, or null when it compiles

Lines are counted from 1, in the cell as given.
"""

import ast
import json
import sys
import warnings

from IPython.core import inputtransformer2 as it2

# `1 is x` and `"\d"` are warnings of the compiler; nobody reads them here.
warnings.simplefilter("ignore")

KINDS = {
    "MagicAssign": "magic-assign",
    "SystemAssign": "system-assign",
    "EscapedCommand": "escaped",
    "HelpEnd": "help",
}


class Log:
    """Which lines were IPython's, while transformations renumber them."""

    def __init__(self, count):
        self.origin = list(range(1, count + 1))
        self.marks = []

    def cleaned(self, before, after):
        # Only leading lines are ever removed before tokens are looked at.
        del self.origin[: len(before) - len(after)]

    def cell_magic(self):
        self.marks.append({"line": self.origin[0], "kind": "cell-magic"})

    def transformed(self, kind, start, before, after):
        self.marks.append({"line": self.origin[start], "kind": kind})
        del self.origin[start + 1 : start + 1 + len(before) - len(after)]


def recorded(transformer, log):
    """The same transformer, telling the log what it did."""

    class Recorded(transformer):
        def transform(self, lines):
            result = super().transform(lines)
            kind = KINDS[transformer.__name__]
            log.transformed(kind, self.start_line, lines, result)
            return result

    return Recorded


def transform(cell):
    """The marks of a cell, and the Python that IPython makes of it."""
    manager = it2.TransformerManager()
    text = cell if cell.endswith("\n") else cell + "\n"
    lines = text.splitlines(keepends=True)
    log = Log(len(lines))
    for clean in manager.cleanup_transforms:
        before, lines = lines, clean(lines)
        log.cleaned(before, lines)
    before = lines
    for change in manager.line_transforms:
        lines = change(lines)
    if lines != before:
        log.cell_magic()
        return log.marks, "".join(lines)
    manager.token_transformers = [recorded(t, log) for t in manager.token_transformers]
    lines = manager.do_token_transforms(lines)
    return log.marks, "".join(lines)


def judge_cell(cell):
    try:
        marks, source = transform(cell)
    except (RuntimeError, SyntaxError):
        return {"marks": [], "compiles": False}
    return {"marks": marks, "compiles": judge_script(source) is None}


def judge_script(source):
    try:
        compile(source, "<script>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True)
    except SyntaxError as error:
        return {"line": error.lineno or 1, "message": error.msg}
    except ValueError as error:
        return {"line": 1, "message": str(error)}
    return None


for request in map(json.loads, sys.stdin):
    known = "cell" in request
    answer = judge_cell(request["cell"]) if known else judge_script(request["script"])
    print(json.dumps(answer), flush=True)
