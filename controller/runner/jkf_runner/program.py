"""Programs executed in this process: a converted notebook, a function of it, a file."""

import importlib.machinery
import os
import platform
import time
from collections.abc import Awaitable
from typing import Any, Dict, Optional

from . import cells as cell_code
from . import figures, space
from .asyncs import run_async
from .session import Session
from .spec import Cell, Spec
from .tracebacks import Place, Places, failure_of, show_traceback
from .values import show


class Failed(Exception):
    """The program failed, and that has been printed and reported."""


class Program:
    """What all kinds share: where their code comes from, and what ends them."""

    def __init__(self, spec: Spec, session: Session) -> None:
        self.spec = spec
        self.session = session
        #: File names of the code that is the user's, for failures.
        self.places: Places = {}
        #: Where a failure is when no line of the user's code is in its traceback.
        self.default: Optional[Place] = None

    def run(self) -> None:
        """Execute; what the program raises comes out."""
        raise NotImplementedError

    def started(self, cells: int) -> None:
        """Report the start; `cells`: how many will be executed."""
        version = platform.python_version()
        self.session.events.emit("started", cells=cells, python=version)

    def fail(
        self, error: BaseException, *, expected: bool = False, printed: bool = True
    ) -> None:
        """Report what the program raised; print it, unless Python itself will."""
        failure = failure_of(error, self.places, self.default or Place(0, 1))
        self.session.events.emit("failure", **failure, expected=expected)
        if printed:
            show_traceback(error)


class FileProgram(Program):
    """A `.py` file, executed as `python file` does."""

    def run(self) -> None:
        """Execute the file as `__main__`."""
        path = self.spec.path
        space.set_paths(os.path.dirname(os.path.abspath(path)), [path, *self.spec.args])
        names = space.main_module(path)
        names["__loader__"] = importlib.machinery.SourceFileLoader("__main__", path)
        self.places[path] = 0
        self.started(0)
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
        try:
            exec(code, names)
        finally:
            figures.save_open(self.session)


class ScriptProgram(Program):
    """A converted notebook, cell by cell in one namespace."""

    def __init__(
        self, spec: Spec, session: Session, parameters: Dict[str, Any]
    ) -> None:
        super().__init__(spec, session)
        self._overrides = parameters
        self._compiler = cell_code.Compiler()
        self._names: Dict[str, Any] = {}
        self._last: Any = None

    def run(self) -> None:
        """Execute the head, then every cell."""
        space.set_paths("", [self.spec.source])
        self._names = space.main_module()
        cells = self.spec.cells
        with open(self.spec.path, encoding="utf-8") as file:
            script = file.read().split("\n")
        self.started(len(cells))
        self._run_head(cell_code.head(script, cells))
        if not any(cell.parameters for cell in cells):
            self._assign_parameters()
        sources = cell_code.cut(script, cells)
        for position, (cell, source) in enumerate(zip(cells, sources), 1):
            self._run_cell(cell, source, position)

    def _run_head(self, source: str) -> None:
        self.places[self.spec.path] = 0
        compiled = self._compiler.compile(source, self.spec.path)
        cell_code.execute(compiled, self._names)

    def _run_cell(self, cell: Cell, source: str, position: int) -> None:
        events, started = self.session.events, time.monotonic()
        self.session.cell = cell.number
        self.session.wake()
        of = len(self.spec.cells)
        events.emit("cell-started", cell=cell.number, position=position, of=of)
        try:
            self._execute(cell, source)
        except Exception as error:
            if not cell.may_raise:
                raise
            self.fail(error, expected=True)
        finally:
            figures.save_open(self.session)
            self.session.meter.flush()
        seconds = time.monotonic() - started
        events.emit("cell-finished", cell=cell.number, seconds=seconds)
        if cell.parameters:
            self._assign_parameters()
        self.session.cell = 0

    def _execute(self, cell: Cell, source: str) -> None:
        filename = f"{self.spec.source}, cell {cell.number}"
        self.places[filename] = cell.number
        self.default = Place(cell.number, 1)
        compiled = self._compiler.compile(source, filename)
        result = cell_code.execute(compiled, self._names)
        if result is not None:
            self._show(result.value)

    def _show(self, value: Any) -> None:
        # A name the program itself uses is left alone, as IPython does.
        if self._names.get("_") is self._last:
            self._names["_"] = self._last = value
        show(value, self.session)

    def _assign_parameters(self) -> None:
        """Assign the overrides, once."""
        values, self._overrides = self._overrides, {}
        if values:
            self._names.update(values)
            report_parameters(values, self.session)


class FunctionProgram(ScriptProgram):
    """As a script; then one of its functions is called with the parameters."""

    def __init__(
        self, spec: Spec, session: Session, parameters: Dict[str, Any]
    ) -> None:
        super().__init__(spec, session, {})
        self._arguments = parameters

    def run(self) -> None:
        """Execute what the function needs, then call it."""
        super().run()
        function = self._names[self.spec.name]
        self.default = self._definition(function)
        if self._arguments:
            report_parameters(self._arguments, self.session)
        try:
            value = function(**self._arguments)
            if isinstance(value, Awaitable):
                value = run_async(value)
            if value is not None:
                show(value, self.session)
        finally:
            figures.save_open(self.session)

    def _definition(self, function: Any) -> Optional[Place]:
        """Find where the function is defined: a call that does not fit fails there."""
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        code = getattr(function, "__code__", None)
        cell = self.places.get(code.co_filename) if code is not None else None
        return None if cell is None else Place(cell, code.co_firstlineno)


def report_parameters(values: Dict[str, Any], session: Session) -> None:
    """Report overrides as the program sees them."""
    session.events.emit("parameters", values={k: repr(v) for k, v in values.items()})
