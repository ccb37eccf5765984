"""The namespace a program runs in: a real `__main__`, as `python` itself makes one."""

import builtins
import importlib.util
import os
import sys
from types import ModuleType
from typing import Any, Dict, List, Optional

#: Folder of the runner, `.jkf/runner`.
RUNNER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main_module(file: Optional[str] = None) -> Dict[str, Any]:
    """
    Make a new `__main__` and give its names.

    Without a file it has no `__file__`, as in a notebook's kernel: processes that
    multiprocessing spawns then do not execute the notebook again.
    """
    module = ModuleType("__main__")
    module.__dict__.update(__builtins__=builtins)
    if file is not None:
        module.__dict__.update(__file__=file, __cached__=None)
    sys.modules["__main__"] = module
    return module.__dict__


def set_paths(first: str, argv: List[str]) -> None:
    """Set `sys.path` as for the program itself; the runner's helpers come last."""
    others = [path for path in sys.path if os.path.abspath(path or ".") != RUNNER]
    sys.path[:] = [first, *others, RUNNER]
    sys.argv = argv


def stand_in() -> None:
    """
    Let code that starts runs be part of one: here it starts none.

    The package looks at the variable; where Python has none of it, the one shipped with
    the run stands in for it, here and in processes that the program starts.
    """
    os.environ.setdefault("FAIRING_RUNTIME", "1")
    if importlib.util.find_spec("jupyterlab_kubeflow") is not None:
        return
    folder = os.path.join(RUNNER, "in_run")
    sys.path.append(folder)
    paths = [os.environ.get("PYTHONPATH", ""), folder]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
