"""
Whole notebooks: executed by a real kernel of this interpreter, through nbclient.

The kernel is a child of this process and ends with it. After every cell, the notebook
as far as it is executed is in `.jkf/executed.ipynb`. Notebooks behind it have a kernel
each, and are in `.jkf/executed/`; events count their cells on.
"""

import asyncio
import contextlib
import importlib.util
import os
import signal
import sys
import tempfile
import time
import warnings
from typing import Any, AsyncIterator, Dict, List

from .injection import inject
from .kernel_output import KernelOutput
from .output import write_error
from .program import Failed, Program, report_parameters
from .session import Session
from .spec import FOLDER, Notebook, Spec
from .texts import cut, note

EXECUTED = os.path.join(FOLDER, "executed.ipynb")
_NEEDED = ("nbclient", "nbformat", "ipykernel")
#: Tags of cells that are not executed: ours, as in scripts, and nbclient's.
_LEFT_OUT = frozenset(("skip", "skip-execution"))


class NotebookProgram(Program):
    """A notebook, executed by a kernel."""

    def __init__(
        self, spec: Spec, session: Session, parameters: Dict[str, Any]
    ) -> None:
        super().__init__(spec, session)
        self._overrides = parameters
        self._signal = 0
        #: Executed cells so far, and of all notebooks.
        self._position = 0
        self._of = 0
        self._client: Any = None

    def run(self) -> None:
        """Execute the notebook; what goes wrong is reported here."""
        missing = [name for name in _NEEDED if not _is_there(name)]
        if missing:
            names = " ".join(missing)
            self._refuse(
                "ModuleNotFoundError",
                "A whole notebook is executed by a kernel, for which this Python lacks "
                f"{' and '.join(missing)}: {sys.executable} -m pip install {names}",
            )
        with warnings.catch_warnings():
            # nbformat warns of what it repairs; the user can do nothing about it.
            warnings.simplefilter("ignore")
            try:
                asyncio.run(self._execute())
            except (asyncio.CancelledError, Exception) as error:
                self._ended(error)

    def _ended(self, error: BaseException) -> None:
        """Say why the execution ended early, unless that has been said."""
        if self._signal == signal.SIGINT:
            raise KeyboardInterrupt from None
        if self._signal:
            self.session.meter.flush()
            # The kernel is gone; now end as the signal would have had us end.
            signal.signal(self._signal, signal.SIG_DFL)
            os.kill(os.getpid(), self._signal)
        if isinstance(error, Failed):
            raise error
        sentence = str(error).strip() or type(error).__name__
        if type(error).__name__ == "DeadKernelError":
            sentence = (
                "The kernel died while it executed the cell, as it does when memory "
                "runs out or native code crashes."
            )
        self._refuse(type(error).__name__, sentence)

    def _refuse(self, exception: str, sentence: str) -> None:
        write_error(f"{sentence}\n")
        cell = self.session.cell
        self.session.emit(
            "failure",
            line=1 if cell else 0,
            exception=exception,
            message=cut(sentence),
            traceback=cut(sentence),
            expected=False,
            **self.session.origin(cell),
        )
        raise Failed(sentence)

    async def _execute(self) -> None:
        import nbclient  # noqa: F401  slow, and a signal must leave no folder behind
        import nbformat

        spec = self.spec
        first = Notebook(spec.path, spec.source, spec.parameters or [])
        read = [
            (each, nbformat.read(each.path, as_version=4))
            for each in (first, *spec.next)
        ]
        self._of = sum(_is_executed(cell) for _, each in read for cell in each.cells)
        self.started(self._of)
        if self._overrides:
            report_parameters(self._overrides, self.session)
        self._catch_signals(asyncio.current_task())
        before = 0
        for index, (each, notebook) in enumerate(read):
            if index:
                self.session.behind = (each.source, before)
                note(f"{each.source}, notebook {index + 1} of {len(read)}")
            count = max(_numbers(notebook.cells), default=0)
            await self._whole(each, notebook, before, _copy_of(each, index))
            before += count

    def _values(self, notebook: Notebook) -> Dict[str, Any]:
        """Choose the overrides that are this notebook's."""
        if self.spec.parameters is None:
            return self._overrides
        return {k: v for k, v in self._overrides.items() if k in notebook.parameters}

    async def _whole(self, of: Notebook, notebook: Any, before: int, copy: str) -> None:
        """Execute one notebook in a kernel of its own, behind so many other cells."""
        numbers = [n and n + before for n in _numbers(notebook.cells)]
        values = self._values(of)
        if values:
            numbers = inject(notebook, numbers, values)
        # Its path is short: that of a socket has at most a hundred characters.
        with tempfile.TemporaryDirectory(prefix="jkf-") as folder:
            client = _client(notebook, KernelOutput(self.session), folder)
            async with self._kernel(client):
                await self._cells(client, numbers, _Copy(notebook, copy))

    @contextlib.asynccontextmanager
    async def _kernel(self, client: Any) -> AsyncIterator[None]:
        """Start the kernel, and end it whatever happens."""
        manager, loop = client.km, asyncio.get_running_loop()
        self._client = client
        # nbclient puts its own signal handlers there first thing; ours come back as
        # soon as it waits for the kernel.
        loop.call_soon(self._catch_signals, asyncio.current_task())
        try:
            async with client.async_setup_kernel():
                yield
        finally:
            # nbclient does not end a kernel whose start was interrupted.
            if await manager.is_alive():
                await manager.shutdown_kernel(now=True)

    async def _cells(self, client: Any, numbers: List[int], copy: "_Copy") -> None:
        """Execute the cells in order; `numbers`: code cell number of each, or 0."""
        try:
            for index, (cell, number) in enumerate(zip(client.nb.cells, numbers)):
                if _is_executed(cell):
                    self._position += number > 0
                    self.session.cell = number
                    await self._cell(client, index)
                    copy.write()
        finally:
            copy.write(last=True)

    async def _cell(self, client: Any, index: int) -> None:
        from nbclient.exceptions import CellExecutionError

        cell, number = client.nb.cells[index], self.session.cell
        emit, started = self.session.events.emit, time.monotonic()
        if number:
            at = {"position": self._position, "of": self._of}
            emit("cell-started", cell=number, **at)
        try:
            await client.async_execute_cell(cell, index)
        except CellExecutionError as error:
            # The kernel's own account of it was passed on when it came.
            raise Failed(number) from error
        finally:
            self.session.meter.flush()
        if number:
            seconds = time.monotonic() - started
            emit("cell-finished", cell=number, seconds=seconds)

    def _catch_signals(self, task: Any) -> None:
        def end(number: int) -> None:
            self._signal = number
            if self._client is not None:
                self._client.shutdown_kernel = "immediate"
            task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, end, number)


class _Copy:
    """
    The executed notebook, written whole or not at all.

    Writing costs in proportion to its size: while that takes long compared with the
    cells, some of them go without, the last never.
    """

    def __init__(self, notebook: Any, path: str) -> None:
        self._notebook = notebook
        self._path = path
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self._cost = 0.0
        self._written = 0.0

    def write(self, last: bool = False) -> None:
        import nbformat

        started = time.monotonic()
        if not last and started - self._written < 4 * self._cost:
            return
        partial = f"{self._path}.{os.getpid()}"
        try:
            with open(partial, "w", encoding="utf-8", errors="surrogatepass") as file:
                nbformat.write(self._notebook, file)
            os.replace(partial, self._path)
        except OSError:
            if os.path.exists(partial):
                os.unlink(partial)
            if last:
                raise
        self._written = time.monotonic()
        self._cost = self._written - started


def _copy_of(notebook: Notebook, number: int) -> str:
    """Name the executed copy; that of the first has the name that it always has."""
    name = os.path.basename(notebook.source)
    return os.path.join(FOLDER, "executed", name) if number else EXECUTED


def _client(notebook: Any, output: KernelOutput, folder: str) -> Any:
    """
    Make a client whose kernel is this interpreter, whatever kernels are known.

    They talk through sockets in `folder`, which only this user can reach, and which
    take no ports from the program.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    from .own_kernel import OwnKernelSpecs

    class Client(NotebookClient):
        """Lets us hear what the kernel says."""

        def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
            """Pass the message on, then do as ever."""
            expected = "raises-exception" in _tags(cell)
            output.take(msg["msg_type"], msg["content"], expected)
            return super().process_message(msg, cell, cell_index)

    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=OwnKernelSpecs(),
        transport="ipc",
        connection_file=os.path.join(folder, "kernel.json"),
    )
    client = Client(notebook, km=manager, timeout=None, startup_timeout=300)
    # Given a manager, nbclient would leave it to us to end the kernel.
    client.owns_km = True
    return client


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


def _numbers(cells: List[Any]) -> List[int]:
    """Number code cells from 1; others are 0."""
    numbers, count = [], 0
    for cell in cells:
        count += cell.cell_type == "code"
        numbers.append(count if cell.cell_type == "code" else 0)
    return numbers


def _is_executed(cell: Any) -> bool:
    code = cell.cell_type == "code" and bool(cell.source.strip())
    return code and _LEFT_OUT.isdisjoint(_tags(cell))


def _tags(cell: Any) -> List[str]:
    return list(cell.metadata.get("tags", []))
