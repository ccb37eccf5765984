"""Compiles Python's sources in an image that is being made, for any time of the files.

Compiled files usually name the time of their source, which in a layer is a fixed one:
every start would compile again. These name nothing, and are equal for equal sources.
"""

import os
import py_compile
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from importlib.util import cache_from_source

VERSION = "python{}.{}".format(*sys.version_info)
ROOTS = ("/usr/lib/python3", f"/usr/lib/{VERSION}", f"/usr/local/lib/{VERSION}")
MODE = py_compile.PycInvalidationMode.UNCHECKED_HASH


def sources():
    for root in ROOTS:
        for folder, _, names in os.walk(root):
            for name in names:
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def is_done(target):
    """Whether it is compiled in this way already: the layers below are."""
    try:
        with open(target, "rb") as file:
            return file.read(8)[4:] == b"\1\0\0\0"
    except OSError:
        return False


def compile_source(path):
    target = cache_from_source(path)
    # A package of Debian's may be a link: its own file is compiled in its own place.
    if os.path.islink(path) or is_done(target):
        return
    warnings.simplefilter("ignore")
    # Templates and tests of the compiler cannot be compiled: Python looks at them when
    # somebody imports them.
    with suppress(py_compile.PyCompileError, FileExistsError):
        py_compile.compile(path, cfile=target, doraise=True, invalidation_mode=MODE)


if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(compile_source, sources(), chunksize=64):
            pass
