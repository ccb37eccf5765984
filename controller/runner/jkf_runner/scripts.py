"""Cells in another language: `%%bash`, `%%sh`, `%%script program`."""

import io
import shlex
import subprocess
import sys
from typing import Any, Dict, Optional, Tuple, Union

from .expand import expand
from .streaming import communicate

#: What was asked for: nothing, one of output and errors, or both.
Captured = Union[None, str, Tuple[str, ...]]


def script(
    program: str,
    body: str,
    scope: Optional[Dict[str, Any]] = None,
    *,
    no_raise: bool = False,
    **capture: bool,
) -> Captured:
    """
    Run `program` with `body` on its standard input; its output appears meanwhile.

    :param no_raise: go on when the program fails, as `--no-raise-error` asks;
        otherwise `subprocess.CalledProcessError`.
    :param capture: `out=True` and `err=True` return what the program writes, instead
        of showing it; both together as a pair.
    """
    if not {"out", "err"}.issuperset(capture):
        raise TypeError(f"script() does not know {', '.join(sorted(capture))}")
    # Standard output comes first, however they were asked for.
    kept = {name: io.StringIO() for name in ("out", "err") if capture.get(name)}
    process = subprocess.Popen(
        shlex.split(expand(program, scope)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = kept.get("out", sys.stdout), kept.get("err", sys.stderr)
    communicate(process, out, err, _encoded(body))
    if process.returncode != 0 and not no_raise:
        raise subprocess.CalledProcessError(process.returncode, body)
    texts = tuple(stream.getvalue() for stream in kept.values())
    return (texts[0] if len(texts) == 1 else texts) if texts else None


def _encoded(body: str) -> bytes:
    text = body if body.endswith("\n") else body + "\n"
    return text.encode("utf-8", "surrogateescape")
