"""
Figures: saved as PNG below `.jkf/figures`, one event each.

Matplotlib is never imported here; it is only looked at where the program imported it.
"""

import base64
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Callable, List, Optional, Sequence, Union

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
    if pyplot is None or not _open_figures():
        return
    try:
        for drawn in _open_figures():
            _save(drawn, session)
        pyplot.close("all")
    except Exception as error:
        note(f"a figure was not saved: {type(error).__name__}: {error}")


def save_value(value: Any, session: Session) -> bool:
    """
    Save a value that is a Matplotlib figure; false when it is something else.

    An open figure is left to `save_open`, or it would be there twice.
    """
    figure = getattr(sys.modules.get("matplotlib.figure"), "Figure", None)
    if figure is None or not issubclass(type(value), figure):
        return False
    if not any(drawn is value for drawn in _open_figures()):
        try:
            _save(value, session)
        except Exception as error:
            note(f"a figure was not saved: {type(error).__name__}: {error}")
    return True


def save_png(image: Union[bytes, str], session: Session) -> None:
    """Save an image that is PNG already; text is base64 of it."""
    try:
        data = base64.b64decode(image) if isinstance(image, str) else image
        figure = session.next_figure()
        with open(figure.file, "wb") as file:
            file.write(data)
    except (OSError, ValueError) as error:
        note(f"a figure was not saved: {error}")
        return
    session.emit("figure", path=figure.path)


def _save(drawn: Any, session: Session) -> None:
    figure = session.next_figure()
    drawn.savefig(figure.file, format="png", bbox_inches="tight")
    session.emit("figure", path=figure.path)


def _open_figures() -> List[Any]:
    """
    List pyplot's figures.

    Not by pyplot's own functions: those make the figure they give the current one.
    """
    registry = getattr(sys.modules.get("matplotlib._pylab_helpers"), "Gcf", None)
    if registry is None:
        return []
    return [manager.canvas.figure for manager in registry.get_all_fig_managers()]


class _PyplotFinder:
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


class _PyplotLoader:
    """The module's own loader, and `show` afterwards."""

    def __init__(self, loader: Any, show: Callable[[], None]) -> None:
        self._loader = loader
        self._show = show

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> Optional[ModuleType]:
        """Create the module as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
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

        module.show = show
