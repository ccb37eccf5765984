"""What `%cd`, `%env`, `%%writefile` and `get_ipython()` become."""

import os
import shlex
from typing import Any, Dict, List, Optional

from .expand import expand
from .output import say, write_error

_previous: List[str] = []
_SECRETS = ("key", "token", "secret")


def get_ipython() -> None:
    """There is no IPython in a run, which is what IPython's own function says then."""
    return


def cd(line: str = "", scope: Optional[Dict[str, Any]] = None) -> None:
    """
    Change the folder and print it: `%cd folder`, `%cd -`, `%cd`, `%cd -q folder`.

    As in IPython, a folder that cannot be entered is reported and the cell goes on.
    """
    text = expand(line, scope).strip()
    quiet = text == "-q" or text.startswith("-q ")
    target = _unquoted(text[2:] if quiet else text).strip() or "~"
    if target == "-":
        target = _previous[-1] if _previous else os.getcwd()
    before = os.getcwd()
    try:
        os.chdir(os.path.expanduser(target))
    except OSError as error:
        write_error(f"{error}\n")
        return
    _previous[:] = [before]
    if not quiet:
        say(os.getcwd())


def env(line: str = "", scope: Optional[Dict[str, Any]] = None) -> Any:
    """
    Read or set the environment: `%env NAME`, `%env NAME=value`, `%env NAME value`.

    Without a name: all of it, with what looks secret hidden.
    """
    text = expand(line, scope).strip()
    if not text:
        return {name: _shown(name, value) for name, value in os.environ.items()}
    separator = "=" if "=" in text else None
    name, *values = text.split(separator, 1)
    if not values:
        if name not in os.environ:
            write_error(f"Environment does not have key: {name}\n")
        return os.environ.get(name)
    os.environ[name.strip()] = values[0].strip()
    say(f"env: {name.strip()}={values[0].strip()}")
    return None


def write_file(
    path: str,
    text: str,
    scope: Optional[Dict[str, Any]] = None,
    *,
    append: bool = False,
) -> None:
    """Write a file as `%%writefile` does, and say so."""
    file = os.path.expanduser(_unquoted(expand(path, scope).strip()))
    if append:
        verb = "Appending to"
    else:
        verb = "Overwriting" if os.path.exists(file) else "Writing"
    say(f"{verb} {file}")
    # IPython ends every cell with a line end.
    text = text if text.endswith("\n") else text + "\n"
    with open(file, "a" if append else "w", encoding="utf-8") as stream:
        stream.write(text)


def _unquoted(text: str) -> str:
    """Take the one word a quoted path is; anything else as it stands."""
    if text[:1] not in ("'", '"'):
        return text
    try:
        words = shlex.split(text)
    except ValueError:
        return text
    return words[0] if len(words) == 1 else text


def _shown(name: str, value: str) -> str:
    return "<hidden>" if any(s in name.lower() for s in _SECRETS) else value
