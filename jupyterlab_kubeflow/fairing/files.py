"""Files that come along, each at its place below the run's working folder."""

from __future__ import annotations

import logging
import os
import posixpath
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ..client.errors import JkfError, own
from ..client.source import Source


def placed(
    entry: str, inputs: Sequence[str], mapped: Mapping[str, str], prefix: str
) -> dict[str, str]:
    """
    Path in the working folder → absolute path of the file. The first one of a place
    wins, in Fairing's order: inputs, then the map.
    """
    wanted = [(path, prefix + path) for path in inputs]
    found: dict[str, str] = {}
    for path, destination in [*wanted, *mapped.items()]:
        place = _place(path, destination, prefix)
        file = os.path.abspath(path)
        if not os.path.exists(file):
            raise own("file-missing", path=path)
        if found.setdefault(place, file) != file:
            logging.getLogger(__name__).warning(
                "%s is left out: %s is there already.", path, place
            )
    entry_place = os.path.basename(entry)
    return {p: file for p, file in found.items() if (p, file) != (entry_place, entry)}


def is_together(source: Source, files: Mapping[str, str]) -> bool:
    """Is each file at its place beside the source already?"""
    base = os.path.dirname(source.path)
    return all(os.path.join(base, place) == file for place, file in files.items())


def _place(path: str, destination: str, prefix: str) -> str:
    """Below the prefix; what is relative is relative to it."""
    full = posixpath.normpath(posixpath.join(prefix, destination))
    inside = posixpath.relpath(full, posixpath.normpath(prefix))
    if inside.startswith(".."):
        raise outside(path)
    return inside


def outside(path: str) -> JkfError:
    """A place that a run cannot write to."""
    return own("fairing-outside", path=path)


@contextmanager
def brought_together(
    source: Source, files: Mapping[str, str], found: Sequence[str]
) -> Iterator[Source]:
    """
    The source with its files at their places: where it is, or else in a folder that is
    there until the run has been started.

    :param found: paths of files beside the source that it needs besides
    """
    if is_together(source, files):
        yield _including(source, files)
        return
    base = os.path.dirname(source.path)
    with tempfile.TemporaryDirectory(prefix="jkf-") as folder:
        beside = {path: os.path.join(base, path) for path in found}
        for place, file in {**beside, **files}.items():
            _copy(file, os.path.join(folder, place))
        target = os.path.join(folder, os.path.basename(source.path))
        if source.text is None:
            _copy(source.path, target)
        yield _including(source._replace(path=target), files)


def _including(source: Source, files: Mapping[str, str]) -> Source:
    settings: dict[str, Any] = dict(source.settings)
    include = [*settings.get("include", []), *files]
    return source._replace(settings={**settings, "include": include})


def _copy(file: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(file):
        shutil.copytree(file, target, dirs_exist_ok=True)
    else:
        shutil.copy2(file, target)
