"""
Whole notebooks: executed by a real kernel of this interpreter, through nbclient.

The kernel is a child of this process and ends with it. After every cell, the notebook
as far as it is executed is in `.jkf/executed.ipynb`.
"""

import asyncio
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from typing import Any, Dict, List, Tuple

from .injection import inject
from .kernel_output import KernelOutput
from .output import write_error
from .program import Failed, Program, report_parameters
from .session import Session
from .spec import FOLDER, Spec
from .texts import cut

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
            # Short, for the paths of sockets may have about a hundred characters.
            folder = tempfile.mkdtemp(prefix="jkf-")
            try:
                asyncio.run(self._execute(folder))
            except (asyncio.CancelledError, Exception) as error:
                shutil.rmtree(folder, ignore_errors=True)
                self._ended(error)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

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
        self.session.emit(
            "failure",
            line=1 if self.session.cell else 0,
            exception=exception,
            message=cut(sentence),
            traceback=cut(sentence),
            expected=False,
        )
        raise Failed(sentence)

    async def _execute(self, folder: str) -> None:
        import nbformat

        notebook = nbformat.read(self.spec.path, as_version=4)
        numbers = _numbers(notebook.cells)
        if self._overrides:
            numbers = inject(notebook, numbers, self._overrides)
            report_parameters(self._overrides, self.session)
        client = _client(notebook, KernelOutput(self.session), folder)
        manager, loop = client.km, asyncio.get_running_loop()
        # nbclient puts its own handlers there first thing; ours come as soon as it
        # waits for the kernel.
        loop.call_soon(self._catch_signals, client, asyncio.current_task())
        try:
            async with client.async_setup_kernel():
                await self._cells(client, notebook, numbers)
        finally:
            # nbclient does not end a kernel whose start was interrupted.
            if await manager.is_alive():
                await manager.shutdown_kernel(now=True)

    async def _cells(self, client: Any, notebook: Any, numbers: List[int]) -> None:
        """Execute the cells in order; `numbers`: code cell number of each, or 0."""
        runs = [_is_executed(cell) for cell in notebook.cells]
        of = sum(run and n > 0 for run, n in zip(runs, numbers))
        self.started(of)
        copy = _Copy(notebook)
        position = 0
        try:
            for index, number in enumerate(numbers):
                position += runs[index] and number > 0
                if runs[index]:
                    self.session.cell = number
                    await self._cell(client, index, (position, of))
                    copy.write()
        finally:
            copy.write(last=True)

    async def _cell(self, client: Any, index: int, progress: Tuple[int, int]) -> None:
        from nbclient.exceptions import CellExecutionError

        cell, number = client.nb.cells[index], self.session.cell
        position, of = progress
        emit, started = self.session.events.emit, time.monotonic()
        if number:
            emit("cell-started", cell=number, position=position, of=of)
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

    def _catch_signals(self, client: Any, task: Any) -> None:
        loop = asyncio.get_running_loop()

        def end(number: int) -> None:
            self._signal = number
            client.shutdown_kernel = "immediate"
            task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, end, number)


class _Copy:
    """
    The executed notebook, written whole or not at all.

    Writing costs in proportion to its size: while that takes long compared with the
    cells, some of them go without, the last never.
    """

    def __init__(self, notebook: Any) -> None:
        self._notebook = notebook
        self._cost = 0.0
        self._written = 0.0

    def write(self, last: bool = False) -> None:
        import nbformat

        started = time.monotonic()
        if not last and started - self._written < 4 * self._cost:
            return
        partial = f"{EXECUTED}.{os.getpid()}"
        try:
            with open(partial, "w", encoding="utf-8", errors="surrogatepass") as file:
                nbformat.write(self._notebook, file)
            os.replace(partial, EXECUTED)
        except OSError:
            if os.path.exists(partial):
                os.unlink(partial)
            if last:
                raise
        self._written = time.monotonic()
        self._cost = self._written - started


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
