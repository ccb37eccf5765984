"""
The runner of a run, and the helpers that converted notebooks call.

The helpers work in any program that has this package on its path; with the runner
around them they also report what happens.
"""

from .asyncs import enter_async, iterate_async, run_async
from .magics import cd, env, get_ipython, write_file
from .runfile import run_file
from .scripts import script
from .shell import sh, sh_lines
from .values import display

__all__ = [
    "cd",
    "display",
    "enter_async",
    "env",
    "get_ipython",
    "iterate_async",
    "run_async",
    "run_file",
    "script",
    "sh",
    "sh_lines",
    "write_file",
]
