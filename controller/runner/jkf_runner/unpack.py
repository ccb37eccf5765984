"""
The first step of a pod: puts the bundle into a writable working folder.

``PYTHON -I unpack.py SOURCE TARGET [COMMAND…]``. A ConfigMap is read-only and flat: its
``index.json`` says which key is which file. A source without one is the bundle as a
folder, as an image has it. With a command this process becomes that command, in the
target: for pods that can have no init container. Imports nothing of the runner, for
this file is there before the others are.
"""

import json
import os
import shutil
import sys
from typing import Any, Dict, Iterator, List

INDEX = "index.json"

#: Beside the working folder; `results.py` reads it.
DELIVERED = "delivered.json"

#: Variables that name folders which must exist and be writable.
FOLDERS = ("HOME", "TMPDIR", "XDG_CACHE_HOME")


def main(arguments: List[str]) -> int:
    """Unpack; the result is the exit code, unless a command takes over."""
    source, target, *command = arguments
    try:
        for folder in [target, *filter(None, map(os.environ.get, FOLDERS))]:
            os.makedirs(folder, exist_ok=True)
        unpack(source, target)
        _note(source, target)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"jupyterlab-kubeflow: cannot unpack {source}: {error!r}\n")
        return 1
    if command:
        os.chdir(target)
        os.execvp(command[0], command)
    return 0


def unpack(source: str, target: str) -> None:
    """Copy the bundle's files to their places; files that are there are replaced."""
    for entry in _entries(source):
        path = os.path.normpath(entry["path"])
        if os.path.isabs(path) or path.split(os.sep)[0] == os.pardir:
            raise ValueError(f"{entry['path']} leads out of the bundle")
        place = os.path.join(target, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        shutil.copyfile(os.path.join(source, entry["key"]), place)
        # Its owner may always write: in an image files may be read-only.
        os.chmod(place, entry["mode"] | 0o600)


def _note(source: str, target: str) -> None:
    """Write down what was delivered: what differs at the end is a result."""
    marks = {}
    for entry in _entries(source):
        path = os.path.normpath(entry["path"])
        found = os.lstat(os.path.join(target, path))
        marks[path] = [found.st_size, found.st_mtime_ns]
    place = os.path.join(os.path.dirname(os.path.abspath(target)), DELIVERED)
    with open(place, "w", encoding="utf-8") as file:
        json.dump(marks, file)


def _entries(source: str) -> Iterator[Dict[str, Any]]:
    """List what the source has: key (its path there), path in the bundle, mode."""
    index = os.path.join(source, INDEX)
    if os.path.exists(index):
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
