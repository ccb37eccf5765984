"""
Fetches what `JKF_INPUTS` names, one input after the other.

Its output is part of the run's log. Why it failed goes, as a line of JSON, into the
file that `JKF_INPUTS` names: what started it says so in the words of the error table.
"""

import json
import os
import signal
import sys
import time
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import urlsplit

from . import gcs, link, s3
from .faults import Damaged, InputFault, Passing, Refused
from .source import Remote, Wish, wish_of, without_clashes
from .store import Store
from .web import attempts

VARIABLE = "JKF_INPUTS"
_SOURCES: Dict[str, Any] = {"s3": s3, "gs": gcs, "https": link, "http": link}
#: Seconds between two lines about one input.
_BEAT = float(os.environ.get("JKF_FETCH_BEAT", "5"))


def main() -> int:
    """Fetch all; the result is the exit code."""
    # The first process of a container is ended by no signal that it does not handle.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM, signal.SIGINT))
    order = json.loads(os.environ[VARIABLE])
    try:
        left = order.get("limitBytes")
        for record in order["inputs"]:
            size = fetch(wish_of(record), left)
            left = None if left is None else left - size
    except InputFault as fault:
        say(f"failed: {fault}")
        _tell(order.get("failure", ""), fault)
        return 1
    return 0


def say(sentence: str) -> None:
    """Write a line of the log."""
    sys.stdout.write(f"jupyterlab-kubeflow: inputs: {sentence}\n")
    sys.stdout.flush()


def fetch(wish: Wish, limit: Optional[int]) -> int:
    """Bring one input up to date; gives its bytes. `InputFault` says why it is not."""
    begun = time.monotonic()
    try:
        store = Store(wish)
        store.claim(lambda: say(f"{wish.name}: another run fetches it; waiting"))
        files = _listed(wish)
        size = _take(wish, store, files, limit)
    except OSError as error:
        detail = f"{wish.folder}: {error.strerror or error}"
        raise InputFault("input-failed", name=wish.name, detail=detail) from None
    seconds = time.monotonic() - begun
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    say(f"{wish.name}: {count}, {amount(size)} in {wish.folder} ({seconds:.1f} s)")
    return size


def _listed(wish: Wish) -> List[Remote]:
    source = _SOURCES.get(urlsplit(wish.url).scheme)
    if source is None:
        detail = "it begins with s3://, gs:// or https://"
        raise InputFault("input-url-invalid", name=wish.name, detail=detail)
    say(f"{wish.name}: looking at {shown(wish)}")
    files = _tried(wish, lambda: source.files_of(wish), "")
    if not files:
        raise _missing(wish, "no object has this name, or is below it")
    return without_clashes(wish, files)


def _take(wish: Wish, store: Store, files: List[Remote], limit: Optional[int]) -> int:
    wanted = [each for each in files if not store.has(each)]
    known = sum(each.size or 0 for each in files)
    progress = Progress(wish, len(wanted), limit)
    progress.expect(known)
    store.only({each.path for each in files})
    needed, room = sum(each.size or 0 for each in wanted), store.room()
    if needed > room:
        params = {"size": amount(needed), "free": amount(room)}
        raise InputFault("input-no-room", name=wish.name, **params)
    for each in wanted:
        progress.file()
        _tried(wish, lambda each=each: progress.taken(store, each), each.path)
    store.keep()
    return sum(os.stat(os.path.join(wish.folder, each.path)).st_size for each in files)


class Progress:
    """Tells now and then how far it is, and ends what becomes too large."""

    def __init__(self, wish: Wish, files: int, limit: Optional[int]) -> None:
        self._name = wish.name
        self._files = files
        self._limit = limit
        self._expected = 0
        self._begun = 0
        self._bytes = 0
        self._told = time.monotonic()

    def expect(self, size: int) -> None:
        """Refuse what is more than the run may have."""
        self._expected = size
        if self._limit is not None and size > self._limit:
            params = {"size": amount(size), "limit": amount(max(self._limit, 0))}
            raise InputFault("input-too-large", name=self._name, **params)

    def file(self) -> None:
        """Another file begins."""
        self._begun += 1

    def taken(self, store: Store, remote: Remote) -> int:
        """Fetch it; an attempt that fails has brought nothing."""
        before = self._bytes
        try:
            return store.take(remote, self._heard)
        except Exception:
            self._bytes = before
            raise

    def _heard(self, size: int) -> None:
        self._bytes += size
        self.expect(max(self._expected, self._bytes))
        now = time.monotonic()
        if now - self._told < _BEAT:
            return
        self._told = now
        of = f"{amount(self._bytes)} of {amount(self._expected)}"
        say(f"{self._name}: {of}, file {self._begun} of {self._files}")


def _tried(wish: Wish, action: Any, key: str) -> Any:
    """Attempt it, and say what went wrong in the words of the table."""
    host = _SOURCES[urlsplit(wish.url).scheme].host_of(wish)
    try:
        return attempts(action, lambda why: say(f"{wish.name}: {host}: {why}"))
    except Damaged as error:
        fault = {"key": key or shown(wish), "detail": str(error)}
        raise InputFault("input-damaged", name=wish.name, **fault) from None
    except Passing as error:
        params = {"host": host, "detail": str(error)}
        raise InputFault("input-unreachable", name=wish.name, **params) from None
    except Refused as error:
        raise _refused(wish, host, error) from None


def _refused(wish: Wish, host: str, error: Refused) -> InputFault:
    if error.status == 404:
        return _missing(wish, str(error))
    if error.status in (401, 403) or "InvalidAccessKeyId" in str(error):
        who = f"the Secret {wish.secret}" if wish.secret else "this run"
        params = {"url": shown(wish), "who": who, "detail": str(error)}
        return InputFault("input-denied", name=wish.name, **params)
    params = {"host": host, "detail": str(error)}
    return InputFault("input-unreachable", name=wish.name, **params)


def _missing(wish: Wish, detail: str) -> InputFault:
    return InputFault("input-missing", name=wish.name, url=shown(wish), detail=detail)


def shown(wish: Wish) -> str:
    """Give the address without what may be secret in it."""
    before, _, _ = wish.url.partition("?")
    scheme, mark, rest = before.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{mark}{authority.split('@')[-1]}{slash}{path}"


_UNITS: Tuple[str, ...] = ("bytes", "KiB", "MiB", "GiB", "TiB")


def amount(size: int) -> str:
    """Write bytes for people."""
    value, unit = float(size), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{size} bytes" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def _tell(path: str, fault: InputFault) -> None:
    if not path:
        return
    line = json.dumps({"code": fault.code, "params": fault.params})
    try:
        with open(path, "w", encoding="utf-8") as file:
            # As much as Kubernetes keeps.
            file.write(line[:4096])
    except OSError as error:
        say(f"why it failed is not written down: {error.strerror or error}")
