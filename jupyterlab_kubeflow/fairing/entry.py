"""Fairing's preprocessors: what runs, in which mode, and which files come along."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..client.errors import own
from ..client.source import Source, source_of, this_notebook
from . import files
from .refusals import leftover, not_carried, unknown

#: Where Fairing put everything; here it is the run's working folder.
PREFIX = "/app/"


class Entry(NamedTuple):
    """What runs, and files by their paths below the working folder."""

    source: Source
    files: dict[str, str]


def entry_of(name: str, options: Mapping[str, Any]) -> Entry:
    """The entry of a preprocessor of this name with these options."""
    make = PREPROCESSORS.get(name)
    if make is None:
        raise unknown("preprocessor", name, PREPROCESSORS)
    left = dict(options)
    prefix = left.pop("path_prefix", PREFIX)
    inputs = list(left.pop("input_files", None) or [])
    mapped = dict(left.pop("output_map", None) or {})
    source = make(left, inputs)
    if left:
        raise leftover(f"the preprocessor {name}", left)
    return Entry(source, files.placed(source.path, inputs, mapped, prefix))


def _python(left: dict[str, Any], inputs: Sequence[str]) -> Source:
    command = left.pop("command", None) or ["python"]
    program, *more = command
    # Nothing is buffered in runs, whether it is asked for or not.
    if more not in ([], ["-u"]) or not os.path.basename(program).startswith("python"):
        raise not_carried(
            f"The command {' '.join(command)}",
            "The image's Python runs the file; name another image or write a function.",
        )
    executable = left.pop("executable", None) or _only(inputs)
    if os.path.dirname(os.path.normpath(executable)) in ("", os.getcwd()):
        return source_of(executable)
    return _launcher(executable)


def _only(inputs: Sequence[str]) -> str:
    """Fairing's rule: the only input, or the only one that is Python."""
    python = [path for path in inputs if path.endswith(".py")]
    found = inputs if len(inputs) == 1 else python
    if len(found) != 1:
        raise own("fairing-no-executable", files=", ".join(inputs) or "no files")
    return found[0]


def _launcher(executable: str) -> Source:
    """The file in its folder below the working folder, as ``python src/train.py``."""
    source_of(executable)
    path = os.path.relpath(executable).replace(os.sep, "/")
    if path.startswith(".."):
        raise files.outside(executable)
    folder = os.path.dirname(path)
    text = (
        f"import runpy, sys\nsys.argv[0] = {path!r}\nsys.path[0] = {folder!r}\n"
        f"runpy.run_path({path!r}, run_name='__main__')\n"
    )
    return Source(os.path.abspath(os.path.basename(path)), text, {"include": [path]})


def _notebook(left: dict[str, Any], inputs: Sequence[str]) -> Source:
    del inputs
    # Nothing is written beside the notebook, so nothing is overwritten.
    left.pop("overwrite", None)
    path = source_of(left.pop("notebook_file", None) or this_notebook()).path
    # Cells that are marked are known without it.
    left.pop("notebook_preprocessor", None)
    return Source(path, None, {"mode": "script"})


def _full_notebook(left: dict[str, Any], inputs: Sequence[str]) -> Source:
    del inputs
    # The executed notebook is among the run's files, whatever it was to be called.
    left.pop("output_file", None)
    path = source_of(left.pop("notebook_file", None) or this_notebook()).path
    return Source(path, None, {"mode": "notebook"})


def _function(left: dict[str, Any], inputs: Sequence[str]) -> Source:
    del inputs
    return source_of(left.pop("function_obj"))


PREPROCESSORS: dict[str, Callable[[dict[str, Any], Sequence[str]], Source]] = {
    "python": _python,
    "notebook": _notebook,
    "full_notebook": _full_notebook,
    "function": _function,
}
