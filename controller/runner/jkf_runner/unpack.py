"""
The first step of a rank: puts the bundle into a writable working folder.

``PYTHON -I unpack.py SOURCE TARGET [COMMAND…]``. A ConfigMap is read-only and flat: it
has this file and ``index.json``, which says which key is which file. Any other source
is the bundle as a folder, as an image has it. With a command this process becomes that
command, in the target: a container of its own for this step would cost each start half
a second. What was unpacked before stays: a container that is started again goes on
where it was.

``PYTHON -I unpack.py wait TARGET COMMAND…`` becomes the command once the bundle is
there: the sidecar starts first. Imports nothing of the runner, for this file is there
before the others are.
"""

import os
import signal
import sys
import time
from typing import Any, Dict, Iterator, List, NoReturn

INDEX = "index.json"

#: Beside the working folder; `results.py` reads it.
DELIVERED = "delivered.json"

#: Variables that name folders which must exist and be writable.
FOLDERS = ("HOME", "TMPDIR", "XDG_CACHE_HOME")

#: Instead of a source.
WAIT = "wait"

#: What a container is told to end with.
TOLD = {signal.SIGTERM, signal.SIGINT}

_POLL_SECONDS = 0.05
_CHUNK_BYTES = 1024 * 1024

#: Exit code of what SIGTERM ends.
_ENDED = 128 + signal.SIGTERM


def main(arguments: List[str]) -> int:
    """Unpack; the result is the exit code, unless a command takes over."""
    source, target, *command = arguments
    # The kernel gives the first process of a container no default action for signals:
    # one that comes before the command listens would be lost. It unblocks them.
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
    if source == WAIT:
        return _wait(target, command)
    _make_folders()
    try:
        if not os.path.exists(_note_of(target)):
            os.makedirs(target, exist_ok=True)
            unpack(source, target)
            _note(source, target)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"jupyterlab-kubeflow: cannot unpack {source}: {error!r}\n")
        return 1
    if TOLD & signal.sigpending():
        return _ENDED
    return _become(command, target) if command else 0


def _make_folders() -> None:
    """Make what the environment names; what cannot be made, the program will tell."""
    for folder in filter(None, map(os.environ.get, FOLDERS)):
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError:
            continue


def _wait(target: str, command: List[str]) -> int:
    """Become the command when the last file is there, or end when told to."""
    while not os.path.exists(_note_of(target)):
        if TOLD & signal.sigpending():
            return 0
        time.sleep(_POLL_SECONDS)
    return _become(command, target)


def _become(command: List[str], target: str) -> NoReturn:
    os.chdir(target)
    os.execvp(command[0], command)


def unpack(source: str, target: str) -> None:
    """Copy the bundle's files to their places; files that are there are replaced."""
    for entry in _entries(source):
        path = os.path.normpath(entry["path"])
        if os.path.isabs(path) or path.split(os.sep)[0] == os.pardir:
            raise ValueError(f"{entry['path']} leads out of the bundle")
        place = os.path.join(target, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        _copy(os.path.join(source, entry["key"]), place)
        # Its owner may always write: in an image files may be read-only.
        os.chmod(place, entry["mode"] | 0o600)


def _copy(source: str, place: str) -> None:
    # `shutil` brings every format of compression, which costs more than small files do.
    with open(source, "rb") as whence, open(place, "wb") as file:
        for chunk in iter(lambda: whence.read(_CHUNK_BYTES), b""):
            file.write(chunk)


def _note(source: str, target: str) -> None:
    """Write down what was delivered: what differs at the end is a result."""
    import json

    marks = {}
    for entry in _entries(source):
        path = os.path.normpath(entry["path"])
        found = os.lstat(os.path.join(target, path))
        marks[path] = [found.st_size, found.st_mtime_ns]
    place = _note_of(target)
    with open(place + ".part", "w", encoding="utf-8") as file:
        json.dump(marks, file)
    os.replace(place + ".part", place)


def _note_of(target: str) -> str:
    return os.path.join(os.path.dirname(os.path.abspath(target)), DELIVERED)


def _entries(source: str) -> Iterator[Dict[str, Any]]:
    """List what the source has: key (its path there), path in the bundle, mode."""
    import json

    index = os.path.join(source, INDEX)
    # A ConfigMap has this very file beside it: a folder may have files of that name.
    if os.path.dirname(os.path.abspath(__file__)) == os.path.abspath(source):
        with open(index, encoding="utf-8") as file:
            yield from json.load(file)["files"]
        return
    for folder, _folders, names in os.walk(source):
        for name in names:
            file = os.path.join(folder, name)
            path = os.path.relpath(file, source)
            yield {"key": path, "path": path, "mode": os.stat(file).st_mode & 0o777}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
