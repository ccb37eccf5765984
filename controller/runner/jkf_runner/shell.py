"""
Shell lines of a notebook: `!command` and `lines = !command`.

As in IPython, a command that fails does not fail the cell: its code is left in
`_exit_code`.
"""

import os
import re
import subprocess
import sys
from typing import Any, Callable, Dict, List, Optional, Union

from .expand import expand
from .streaming import communicate

_SHELLS = frozenset(("ash", "bash", "dash", "ksh", "sh", "zsh"))


def sh(command: str, scope: Optional[Dict[str, Any]] = None) -> None:
    """Run `!command`: its output appears while it runs."""
    text = expand(command, scope)
    process = subprocess.Popen(
        _argv(text), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    communicate(process, sys.stdout, sys.stderr)
    if scope is not None:
        scope["_exit_code"] = _exit_code(process.returncode)


def sh_lines(command: str, scope: Optional[Dict[str, Any]] = None) -> "Lines":
    """Run `lines = !command`: what it prints, errors included, as a list of lines."""
    process = subprocess.Popen(
        _argv(expand(command, scope)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    text: List[str] = []
    communicate(process, _Sink(text), _Sink(text))
    return Lines("".join(text).splitlines())


class Lines(List[str]):
    """Lines of output, with the views of them that IPython's lists have."""

    def __getattr__(self, name: str) -> Any:
        """`l` a list, `n` one text, `s` joined by blanks, `p` those that exist."""
        if name not in _VIEWS:
            raise AttributeError(f"lines of output have no {name!r}")
        return _VIEWS[name](self)

    def grep(self, pattern: Any, prune: bool = False) -> "Lines":
        """Keep the lines that match, or with `prune` the others."""
        matches = pattern if callable(pattern) else _searcher(pattern)
        return Lines(line for line in self if bool(matches(line)) != prune)

    def fields(self, *numbers: int) -> Union["Lines", List[List[str]]]:
        """Split at blanks, or take these columns of each line."""
        split = [line.split() for line in self]
        if not numbers:
            return split
        rows = ([row[n] for n in numbers if -len(row) <= n < len(row)] for row in split)
        return Lines(" ".join(row) for row in rows if row)


def _existing(lines: List[str]) -> List[Any]:
    # Imported only here: few notebooks ask for paths, and every rank starts anew.
    from pathlib import Path

    return [Path(line) for line in lines if os.path.exists(line)]


_VIEWS: Dict[str, Callable[[List[str]], Any]] = {
    "l": list,
    "list": list,
    "n": "\n".join,
    "nlstr": "\n".join,
    "s": " ".join,
    "spstr": " ".join,
    "p": _existing,
    "paths": _existing,
}


class _Sink:
    """A stream that keeps what is written."""

    def __init__(self, parts: List[str]) -> None:
        self._parts = parts

    def write(self, text: str) -> None:
        self._parts.append(text)

    def flush(self) -> None:
        return


def _searcher(pattern: str) -> Any:
    return re.compile(pattern, re.IGNORECASE).search


def _argv(command: str) -> List[str]:
    """
    The user's shell where it understands what notebooks are written for.

    Containers have no SHELL, and `fish` or `csh` would read the line differently.
    """
    shell = os.environ.get("SHELL", "")
    usable = os.path.basename(shell) in _SHELLS and os.access(shell, os.X_OK)
    return [shell if usable else "/bin/sh", "-c", command]


def _exit_code(code: int) -> int:
    """IPython's number: the signal, negative, when one ended the command."""
    return 128 - code if code > 128 else code
