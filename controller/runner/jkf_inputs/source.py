"""What an input is fetched from: a list of files, each with a way to read it."""

import os
from typing import Any, Callable, Dict, List, NamedTuple, Optional

from .faults import InputFault


class Remote(NamedTuple):
    """A file there."""

    #: Path below the input's folder, ``/`` between parts.
    path: str
    #: Bytes; absent where only the answer tells.
    size: Optional[int]
    #: Changes when the file does; empty: nobody knows.
    mark: str
    #: Starts to read; gives the answer.
    open: Callable[[], Any]
    #: MD5 of the bytes in hex as the answer's headers tell it; empty: they do not.
    md5: Callable[[Any], str]


class Wish(NamedTuple):
    """An input, as `JKF_INPUTS` has it."""

    name: str
    url: str
    #: Folder that it comes into.
    folder: str
    #: Folder with the keys of the Secret, a file each, and the Secret's name.
    keys: str
    secret: str


Source = Callable[[], List[Remote]]


def wish_of(record: Dict[str, Any]) -> Wish:
    """Read one."""
    secret = record.get("secret") or {}
    return Wish(
        name=record["name"],
        url=record["url"],
        folder=record["folder"],
        keys=secret.get("folder", ""),
        secret=secret.get("name", ""),
    )


def setting(wish: Wish, name: str) -> str:
    """Look a setting up: in the Secret, else in the environment."""
    return secret_key(wish, name) or os.environ.get(name, "")


def secret_key(wish: Wish, name: str) -> str:
    """Read a key of the Secret; empty when there is none."""
    if not wish.keys:
        return ""
    try:
        with open(os.path.join(wish.keys, name), encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        detail = f"{name} cannot be read: {error}"
        raise lacking(wish, detail) from None


def sent(wish: Wish, name: str, value: str) -> str:
    """Give what goes into a header, unless it cannot; what it is, is told to nobody."""
    if not value.isascii() or not value.isprintable():
        detail = f"{name} is more than one line, or has other characters than ASCII's"
        raise lacking(wish, detail)
    return value


def lacking(wish: Wish, detail: str) -> InputFault:
    """Say what the credentials lack."""
    who = f"the Secret {wish.secret}" if wish.secret else "the environment"
    return InputFault("input-credentials", name=wish.name, who=who, detail=detail)


def checked(wish: Wish, path: str) -> str:
    """Give the path, unless it would leave the folder."""
    parts = path.split("/")
    if "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise InputFault("input-key-outside", name=wish.name, key=path)
    return path


def without_clashes(wish: Wish, files: List[Remote]) -> List[Remote]:
    """Give the files, unless one would have to be a file and a folder at once."""
    names = {each.path for each in files}
    for path in names:
        parts = path.split("/")
        for count in range(1, len(parts)):
            if "/".join(parts[:count]) in names:
                raise InputFault("input-key-outside", name=wish.name, key=path)
    return files
