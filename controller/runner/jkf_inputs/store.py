"""The folder of an input: files come whole or not at all, and once."""

import errno
import fcntl
import hashlib
import json
import os
import shutil
from typing import Any, Callable, Dict, List, Set

from .faults import Damaged, InputFault
from .source import Remote, Wish
from .web import read

_CHUNK_BYTES = 1024 * 1024
_PART = ".jkf-part"

#: Told of bytes as they come.
Heard = Callable[[int], None]


class Store:
    """Writes below one folder, alone."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._folder = wish.folder
        self._note = f"{wish.folder}.files.json"
        os.makedirs(wish.folder, exist_ok=True)
        # Closed with the process: who was killed holds nothing.
        self._lock = open(f"{wish.folder}.lock", "w")  # noqa: SIM115
        self._marks: Dict[str, List[Any]] = {}

    def claim(self, waits: Callable[[], None]) -> None:
        """Wait for whoever fetches the same, and read what is there."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            waits()
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._marks = _read(self._note)

    def has(self, remote: Remote) -> bool:
        """Tell whether the file is there as it is at its source."""
        found = _status(self._place(remote.path))
        known = self._marks.get(remote.path)
        if found is None or known is None or not remote.mark:
            return False
        return known == [remote.mark, found.st_size, found.st_mtime_ns]

    def room(self) -> int:
        """Count the bytes that are free."""
        return shutil.disk_usage(self._folder).free

    def only(self, paths: Set[str]) -> None:
        """Take away what its source no longer has."""
        for folder, _folders, names in os.walk(self._folder, topdown=False):
            for name in names:
                file = os.path.join(folder, name)
                if os.path.relpath(file, self._folder) not in paths:
                    os.remove(file)
            if folder != self._folder and not os.listdir(folder):
                os.rmdir(folder)

    def take(self, remote: Remote, heard: Heard) -> int:
        """Fetch one file; gives its bytes."""
        place = self._place(remote.path)
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            size = self._write(remote, f"{place}{_PART}", heard)
            # Several runs read it: none may change it for the others.
            os.chmod(f"{place}{_PART}", 0o444)
            os.replace(f"{place}{_PART}", place)
        except OSError as error:
            raise self._trouble(error, remote) from None
        status = os.stat(place)
        self._marks[remote.path] = [remote.mark, status.st_size, status.st_mtime_ns]
        return size

    def keep(self) -> None:
        """Write down what is there."""
        with open(f"{self._note}{_PART}", "w", encoding="utf-8") as file:
            json.dump(self._marks, file)
        os.replace(f"{self._note}{_PART}", self._note)

    def _place(self, path: str) -> str:
        return os.path.join(self._folder, *path.split("/"))

    def _write(self, remote: Remote, place: str, heard: Heard) -> int:
        # No matter of security, which strict builds of Python ask.
        digest = hashlib.new("md5", usedforsecurity=False)
        size = 0
        with remote.open() as answer, open(place, "wb") as file:
            expected = remote.md5(answer)
            length = answer.headers.get("Content-Length")
            for chunk in iter(lambda: read(answer, _CHUNK_BYTES), b""):
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                heard(len(chunk))
        announced = int(length) if length and length.isdigit() else remote.size
        for should in (announced, remote.size):
            if should is not None and should != size:
                raise Damaged(f"{size} bytes instead of {should}")
        if expected and expected != digest.hexdigest():
            raise Damaged(f"its MD5 is {digest.hexdigest()} instead of {expected}")
        return size

    def _trouble(self, error: OSError, remote: Remote) -> InputFault:
        name = self._wish.name
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return InputFault("input-disk-full", name=name, folder=self._folder)
        detail = f"{remote.path}: {error.strerror or error}"
        return InputFault("input-failed", name=name, detail=detail)


def _status(path: str) -> Any:
    try:
        return os.stat(path)
    except OSError:
        return None


def _read(path: str) -> Dict[str, List[Any]]:
    try:
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
            return record if isinstance(record, dict) else {}
    except (OSError, ValueError):
        return {}
