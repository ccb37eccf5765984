"""What is to run: the notebook of this kernel, a file, or a function of either."""

import inspect
import json
import os
import sys
from typing import Any, Dict, NamedTuple, Optional

from .errors import own

#: Set in kernels by Jupyter servers since version 2: path of the session's notebook.
SESSION = "JPY_SESSION_NAME"


class Source(NamedTuple):
    """A file to plan."""

    #: Absolute path.
    path: str
    #: Its text, where it is not that of the file.
    text: Optional[str]
    #: Settings that follow from what was asked.
    settings: Dict[str, Any]


def source_of(what: Any) -> Source:
    """`JkfError` when it cannot be found, and why it cannot be run."""
    if isinstance(what, Source):
        return what
    if what is None:
        return Source(this_notebook(), None, {})
    if isinstance(what, (str, os.PathLike)):
        return Source(_existing(os.path.abspath(os.fspath(what))), None, {})
    if callable(what):
        return _callable(what)
    raise TypeError(
        "A notebook, a .py file or a function is expected, "
        f"not {type(what).__name__} {what!r}"
    )


def this_notebook() -> str:
    """
    Path of the notebook whose kernel this is.

    Its file is what is read: cells that were not saved are not in it.
    """
    main = sys.modules.get("__main__")
    named = getattr(main, "__vsc_ipynb_file__", None) or os.environ.get(SESSION, "")
    path = os.path.abspath(named) if named else ""
    if path.endswith(".ipynb") and os.path.isfile(path):
        return path
    if path.endswith(".ipynb"):
        raise own("notebook-gone", path=path)
    raise own("notebook-unknown")


def _existing(path: str) -> str:
    if os.path.isfile(path):
        return path
    raise own("file-missing", path=path)


def _callable(what: Any) -> Source:
    """Of a class, an instance is made and trained, as Fairing did."""
    name = getattr(what, "__name__", "")
    wrong = _unsuitable(what, name)
    if wrong:
        raise own("function-unsuitable", what=wrong)
    path = _file_of(what)
    if not inspect.isclass(what) and path.endswith(".ipynb"):
        return Source(path, None, {"function": name})
    notebook = _notebook(path)
    if inspect.isclass(what):
        call = f"def train_{name}():\n    return {name}().train()\n"
        notebook["cells"].append(_cell(call))
        name = f"train_{name}"
    text = json.dumps(notebook, ensure_ascii=False)
    return Source(_as_notebook(path), text, {"function": name})


def _unsuitable(what: Any, name: str) -> str:
    """What it is, if that cannot be run."""
    if inspect.isclass(what):
        can = callable(getattr(what, "train", None))
        return "" if can else f"The class {name}, which has no train(),"
    if inspect.ismethod(what):
        return f"The method {name}"
    if not inspect.isfunction(what):
        return f"{what!r}"
    if name == "<lambda>":
        return "A lambda"
    if "<locals>" in what.__qualname__:
        return f"The function {name}, which is inside another,"
    return "" if what.__qualname__ == name else f"The method {what.__qualname__}"


def _file_of(what: Any) -> str:
    if what.__module__ == "__main__":
        main = getattr(sys.modules["__main__"], "__file__", None)
        # A kernel has launched this; the notebook is what it runs.
        return this_notebook() if main is None or _is_kernel() else _python(main, what)
    found = sys.modules.get(what.__module__)
    return _python(getattr(found, "__file__", None), what)


def _is_kernel() -> bool:
    return "ipykernel" in sys.modules and SESSION in os.environ


def _python(path: Optional[str], what: Any) -> str:
    if path and path.endswith(".py") and os.path.isfile(path):
        return os.path.abspath(path)
    raise own("function-no-source", name=what.__qualname__, path=path or "no file")


def _notebook(path: str) -> Dict[str, Any]:
    """The file as a notebook; a ``.py`` file is one cell of it."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".ipynb"):
        return json.loads(text)
    return {"cells": [_cell(text)], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def _cell(source: str) -> Dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def _as_notebook(path: str) -> str:
    """A name beside the file that no other file has: what it imports is found there."""
    if path.endswith(".ipynb"):
        return path
    near = f"{os.path.splitext(path)[0]}.ipynb"
    return f"{path}.ipynb" if os.path.exists(near) else near
