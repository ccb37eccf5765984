"""Runs pip for an image: markers are answered for the image, not for this Python."""

import contextlib
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


def prepare(environment):
    """Of a pip that has become another one, the answers are those for this Python."""
    version = tuple(map(int, environment["python_full_version"].split(".")))
    for answer, value in ((answer_markers, environment), (answer_python, version)):
        with contextlib.suppress(ImportError, AttributeError):
            answer(value)


prepare(json.loads(os.environ.pop("JKF_MARKERS")))
sys.argv[0] = "pip"
runpy.run_module("pip", run_name="__main__", alter_sys=True)
