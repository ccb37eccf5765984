"""
Figures: saved as PNG below `.jkf/figures`, one event each.

Matplotlib is never imported here; it is only looked at where the program imported it.
"""

import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Callable, Optional, Sequence

from .session import Session
from .texts import note

_PYPLOT = "matplotlib.pyplot"
# Backends of notebook front ends: inherited from a kernel, useless in a run.
_FRONT_END_BACKENDS = ("inline", "ipympl", "nbagg")


def prepare(session: Session) -> None:
    """Let figures be drawn without a screen, and `plt.show()` save them."""
    chosen = os.environ.get("MPLBACKEND", "")
    if not chosen or any(name in chosen for name in _FRONT_END_BACKENDS):
        os.environ["MPLBACKEND"] = "Agg"
    sys.meta_path.insert(0, _PyplotFinder(lambda: save_open(session)))


def save_open(session: Session) -> None:
    """Save and close every open figure, as a notebook shows them below a cell."""
    pyplot = sys.modules.get(_PYPLOT)
    if pyplot is None or not hasattr(pyplot, "get_fignums"):
        return
    try:
        for number in pyplot.get_fignums():
            _save(pyplot.figure(number), session)
        pyplot.close("all")
    except Exception as error:
        note(f"a figure was not saved: {type(error).__name__}: {error}")


def save_value(value: Any, session: Session) -> bool:
    """
    Save a value that is a Matplotlib figure; false when it is something else.

    An open figure is left to `save_open`, or it would be there twice.
    """
    figure = getattr(sys.modules.get("matplotlib.figure"), "Figure", None)
    if figure is None or not isinstance(value, figure):
        return False
    if not _is_open(value):
        try:
            _save(value, session)
        except Exception as error:
            note(f"a figure was not saved: {type(error).__name__}: {error}")
    return True


def save_png(data: bytes, session: Session) -> None:
    """Save an image that is PNG already."""
    try:
        figure = session.next_figure()
        with open(figure.file, "wb") as file:
            file.write(data)
    except OSError as error:
        note(f"a figure was not saved: {error.strerror}")
        return
    session.emit("figure", path=figure.path)


def _save(drawn: Any, session: Session) -> None:
    figure = session.next_figure()
    drawn.savefig(figure.file, format="png", bbox_inches="tight")
    session.emit("figure", path=figure.path)


def _is_open(value: Any) -> bool:
    pyplot = sys.modules.get(_PYPLOT)
    if pyplot is None:
        return False
    return any(pyplot.figure(number) is value for number in pyplot.get_fignums())


class _PyplotFinder(MetaPathFinder):
    """Steps in once, when the program imports pyplot, to replace its `show`."""

    def __init__(self, show: Callable[[], None]) -> None:
        self._show = show

    def find_spec(
        self,
        fullname: str,
        path: Optional[Sequence[str]],
        target: Optional[ModuleType] = None,
    ) -> Optional[ModuleSpec]:
        """Find pyplot as ever, with a loader that goes on to replace `show`."""
        if fullname != _PYPLOT:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            sys.meta_path.remove(self)
            spec.loader = _PyplotLoader(spec.loader, self._show)
        return spec


class _PyplotLoader(Loader):
    """The module's own loader, and `show` afterwards."""

    def __init__(self, loader: Any, show: Callable[[], None]) -> None:
        self._loader = loader
        self._show = show

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> Optional[ModuleType]:
        """Create the module as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module, then let `show` save what it would show."""
        # What the program sees later is the module as if nobody had stepped in.
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        save = self._show

        def show(*_args: Any, **_options: Any) -> None:
            """Save and close the open figures."""
            save()

        module.show = show  # type: ignore[attr-defined]
