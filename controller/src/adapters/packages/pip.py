"""Runs pip for an image: markers are answered for the image, not for this Python.

What pip does many times with one result is done once: that is most of its time.
"""

import contextlib
import functools
import json
import os
import runpy
import sys


def answer_markers(environment):
    """Pip asks its own Python for markers, whatever --python-version says."""
    from pip._vendor.packaging import markers

    markers.default_environment = lambda: dict(environment)


def answer_python(version):
    """`pip install` compares Requires-Python in metadata with this Python's version."""
    from pip._internal.resolution.resolvelib import resolver

    make = resolver.Resolver.__init__

    def init(self, *args, **options):
        options["py_version_info"] = version
        make(self, *args, **options)

    resolver.Resolver.__init__ = init


def open_wheels_once():
    """Metadata of a file are read for each look at them."""
    from pip._internal import metadata

    distribution = metadata.select_backend().Distribution
    read = distribution.from_wheel
    kept = {}

    def from_wheel(wheel, name):
        if not isinstance(wheel, metadata.FilesystemWheel):
            return read(wheel, name)
        key = (wheel.location, name)
        if key not in kept:
            kept[key] = read(wheel, name)
        return kept[key]

    distribution.from_wheel = from_wheel


def list_tags_once():
    """Tags of this Python are listed for each candidate."""
    from pip._internal.resolution.resolvelib import factory

    factory.get_supported = functools.cache(factory.get_supported)


def judge_nothing():
    """Pip warns of old forms of versions, of which it reads all metadata again."""
    from pip._internal.req.req_set import RequirementSet

    if hasattr(RequirementSet, "warn_legacy_versions_and_specifiers"):
        RequirementSet.warn_legacy_versions_and_specifiers = lambda self: None


def introduce_nobody():
    """Pip asks programs of this computer what to tell an index, though it asks none."""
    if "--no-index" in sys.argv:
        from pip._internal.network import session

        session.user_agent = lambda: "pip"


def prepare(environment):
    """Of a pip that has become another one, the answers are those for this Python."""
    version = tuple(map(int, environment["python_full_version"].split(".")))
    steps = (
        functools.partial(answer_markers, environment),
        functools.partial(answer_python, version),
        open_wheels_once,
        list_tags_once,
        judge_nothing,
        introduce_nobody,
    )
    for step in steps:
        with contextlib.suppress(ImportError, AttributeError):
            step()


prepare(json.loads(os.environ.pop("JKF_MARKERS")))
sys.argv[0] = "pip"
runpy.run_module("pip", run_name="__main__", alter_sys=True)
