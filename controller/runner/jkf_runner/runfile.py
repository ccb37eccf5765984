"""`%run file arguments`: another program, executed in the middle of this one."""

import glob
import os
import shlex
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Dict, Iterator, List, Optional, Tuple

from .expand import expand

#: Options that change what is executed; `-t` and the like only measure.
_OPTIONS = "iemnt"


def run_file(line: str, scope: Optional[Dict[str, Any]] = None) -> None:
    """
    Execute a program as `__main__` and take over its names, as `%run` does.

    Options: `-i` in the names of the notebook, `-n` not as `__main__`, `-e` whatever
    its exit code, `-m` a module.
    """
    options, words = _split(expand(line, scope))
    if not words:
        raise ValueError("%run needs the name of a file")
    names = scope if scope is not None else vars(sys.modules["__main__"])
    target, arguments = words[0], _globbed(words[1:])
    try:
        if "m" in options:
            import runpy

            with _arguments([target, *arguments]):
                made = runpy.run_module(target, run_name="__main__", alter_sys=True)
        else:
            made = _run(_found(target), arguments, options, names)
    except SystemExit as end:
        if "e" not in options and end.code not in (None, 0):
            raise
        return
    names.update({k: v for k, v in made.items() if not _is_special(k)})


def _run(
    path: str, arguments: List[str], options: str, names: Dict[str, Any]
) -> Dict[str, Any]:
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    main = ModuleType("__main__" if "n" not in options else _stem(path))
    space = main.__dict__
    if "i" in options:
        # The program sees the notebook's names, and changes them.
        space = names
    with _arguments([path, *arguments]), _folder_of(path), _file_name(space, path):
        if "i" in options or "n" in options:
            exec(code, space)
        else:
            with _as_main(main):
                exec(code, space)
    return {} if "i" in options else space


def _split(line: str) -> Tuple[str, List[str]]:
    """Separate options, which come first, from the file and its arguments."""
    words = shlex.split(line)
    options = ""
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)[1:]
        unknown = word.strip(_OPTIONS)
        if unknown:
            raise ValueError(f"%run -{unknown} is not supported in a run")
        options += word
    return options, words


def _found(target: str) -> str:
    path = os.path.expanduser(target)
    return path if os.path.exists(path) or path.endswith(".py") else path + ".py"


def _globbed(words: List[str]) -> List[str]:
    return [found for word in words for found in sorted(glob.glob(word)) or [word]]


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


@contextmanager
def _arguments(argv: List[str]) -> Iterator[None]:
    saved, sys.argv = sys.argv, argv
    try:
        yield
    finally:
        sys.argv = saved


@contextmanager
def _folder_of(path: str) -> Iterator[None]:
    """Let the program import its neighbours."""
    folder = os.path.dirname(os.path.abspath(path))
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        if folder in sys.path:
            sys.path.remove(folder)


@contextmanager
def _file_name(space: Dict[str, Any], path: str) -> Iterator[None]:
    missing = object()
    saved = space.get("__file__", missing)
    space["__file__"] = path
    try:
        yield
    finally:
        if saved is missing:
            space.pop("__file__", None)
        else:
            space["__file__"] = saved


@contextmanager
def _as_main(main: ModuleType) -> Iterator[None]:
    saved = sys.modules["__main__"]
    sys.modules["__main__"] = main
    try:
        yield
    finally:
        sys.modules["__main__"] = saved
