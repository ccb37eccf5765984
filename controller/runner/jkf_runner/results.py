"""
Files of a run on a cluster come back through its pod's log, without any store.

Behind each figure's event comes the figure; after the rank's end come the executed
notebook and what the program made or changed, small ones first, as long as there is
room. One record is one line of JSON, read by `controller/src/core/run/results.ts`:

``{"kind": "file", "path", "size", "part", "of", "data"}`` a piece of a file, in base64;
``{"kind": "file-left", "path", "size", "reason"}`` a file that stays behind;
``{"kind": "end", "code"}`` the last record.
"""

import base64
import json
import os
import re
import stat
from typing import Any, Dict, Iterator, List, Optional, Tuple

#: Bytes of all files of a rank: the kubelet keeps 10 MiB of a log, base64 adds a third.
MOST_BYTES = 4 * 1024 * 1024

#: Most files that are sent, and most that are named.
_MOST_FILES = 200

#: Bytes of a piece: container runtimes cut lines at 16 KiB, and a path takes some too.
_PIECE = 9 * 1024

#: What the runner delivered, beside the working folder: path to size and time.
DELIVERED = "delivered.json"

_EXECUTED = ".jkf/executed.ipynb"
_BEHIND = ".jkf/executed/"
_FIGURES = ".jkf/figures/"

#: As `core/notebook/discover/secrets.ts`.
_SECRET = re.compile(
    r"""^\.env(\..+)?$ | \.env$
    | \.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|gpg)$
    | ^id_(rsa|dsa|ecdsa|ed25519)
    | ^\.(netrc|pypirc|npmrc|pgpass|git-credentials|htpasswd|dockercfg|vault-token)$
    | ^_netrc$
    | ^(credentials?|client[-_]?secrets?|secrets?)(?![a-z])[^/]*
      \.(json|ya?ml|toml|ini|txt|cfg)$
    | service[-_]?account[^/]*\.json$
    | ^(kubeconfig|credentials|secrets?|kaggle\.json|token\.(json|txt))$
    | \.kubeconfig$ | ^kubeconfig[^/]*$""",
    re.VERBOSE,
)
_SECRET_FOLDER = re.compile(
    r"(^|/)\.(aws|azure|kube|ssh|gnupg|docker|config/gcloud)/", re.IGNORECASE
)
_EXAMPLE = re.compile(r"\.(example|sample|template|dist)$")


class Results:
    """Gives the records of a rank's files."""

    def _behind(self) -> List[str]:
        """Name the executed notebooks behind the first."""
        try:
            names = os.listdir(os.path.join(self._work, _BEHIND))
        except OSError:
            return []
        return [f"{_BEHIND}{name}" for name in sorted(names)]

    def __init__(self, events: str) -> None:
        run = os.path.dirname(events)
        self._work = os.path.join(run, "work")
        self._delivered = os.path.join(run, DELIVERED)
        self._room = MOST_BYTES
        self._sent: Dict[str, Tuple[int, int]] = {}

    def after(self, event: bytes) -> Iterator[bytes]:
        """Give the file that an event is about."""
        if b'"figure"' not in event:
            return
        try:
            record = json.loads(event)
        except ValueError:
            return
        path = record.get("path") if isinstance(record, dict) else None
        if isinstance(path, str) and record.get("kind") == "figure":
            yield from self._send(path)

    def at_end(self, code: int) -> Iterator[bytes]:
        """Give all that is left to give, and the end."""
        for path in (_EXECUTED, *self._behind()):
            yield from self._send(path, name_left=True)
        changed = self._changed()
        for path in changed[: 2 * _MOST_FILES]:
            yield from self._send(path, name_left=True)
        more = len(changed) - 2 * _MOST_FILES
        if more > 0:
            reason = f"only {_MOST_FILES} files are sent"
            yield _line(
                kind="file-left", path=f"{more} more files", size=0, reason=reason
            )
        yield _line(kind="end", code=code)

    def _changed(self) -> List[str]:
        """List files that are not as they were delivered; the smallest first."""
        given = self._given()
        found = []
        for path, found_stat in _files(self._work):
            mark = _mark(found_stat)
            if given.get(path) != mark and self._sent.get(path) != mark:
                found.append((found_stat.st_size, path))
        return [path for _size, path in sorted(found)]

    def _given(self) -> Dict[str, Tuple[int, int]]:
        try:
            with open(self._delivered, encoding="utf-8") as file:
                marks = json.load(file)
                return {path: (mark[0], mark[1]) for path, mark in marks.items()}
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return {}

    def _send(self, path: str, name_left: bool = False) -> Iterator[bytes]:
        place = os.path.join(self._work, path)
        try:
            found = os.lstat(place)
        except (OSError, ValueError):
            return
        if not self._is_own(place):
            return
        if not stat.S_ISREG(found.st_mode) or self._sent.get(path) == _mark(found):
            return
        reason = self._objection(path, found.st_size)
        content = None if reason else _read(place, self._room)
        if content is None:
            if name_left:
                left = {"path": path, "size": found.st_size}
                yield _line(kind="file-left", **left, reason=reason or "gone")
            return
        self._room -= len(content)
        self._sent[path] = _mark(found)
        yield from _pieces(path, content)

    def _is_own(self, place: str) -> bool:
        """Tell whether a path stays in the working folder, links of folders and all."""
        root = os.path.realpath(self._work)
        return os.path.realpath(place).startswith(root + os.sep)

    def _objection(self, path: str, size: int) -> Optional[str]:
        if looks_secret(path):
            return "its name looks like a secret"
        if size > MOST_BYTES:
            return f"more than {MOST_BYTES >> 20} MiB"
        if len(self._sent) >= _MOST_FILES:
            return f"only {_MOST_FILES} files are sent"
        if size > self._room:
            return f"all files would be more than {MOST_BYTES >> 20} MiB"
        return None


def looks_secret(path: str) -> bool:
    """Tell whether a file is one that never leaves by itself."""
    name = path.rsplit("/", 1)[-1].lower()
    if _EXAMPLE.search(name):
        return False
    return bool(_SECRET_FOLDER.search(path) or _SECRET.search(name))


def _files(folder: str) -> Iterator[Tuple[str, os.stat_result]]:
    """Walk plain files; of the runner's own folder only what is a result."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in names:
            full = os.path.join(place, name)
            path = os.path.relpath(full, folder).replace(os.sep, "/")
            if path.startswith(".jkf/") and not path.startswith(_FIGURES):
                continue
            try:
                found = os.lstat(full)
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode):
                yield path, found


def _mark(found: os.stat_result) -> Tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _read(path: str, most: int) -> Optional[bytes]:
    """Read a file that may be going or growing."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            content = file.read(most + 1)
    except OSError:
        return None
    return content if len(content) <= most else None


def _pieces(path: str, content: bytes) -> Iterator[bytes]:
    starts = range(0, max(len(content), 1), _PIECE)
    for part, start in enumerate(starts):
        piece = base64.b64encode(content[start : start + _PIECE]).decode("ascii")
        place = {"path": path, "size": len(content), "part": part, "of": len(starts)}
        yield _line(kind="file", **place, data=piece)


def _line(**fields: Any) -> bytes:
    return json.dumps(fields).encode("ascii")
