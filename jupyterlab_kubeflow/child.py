"""One gateway process, from its start to its end."""

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable
from typing import NamedTuple

from jupyter_core.paths import jupyter_path, jupyter_runtime_dir

from .node import ProgramMissingError, find_program

#: Seconds a start may take: the first one on a cold disk reads everything.
START_SECONDS = 60
#: Seconds between asking the gateway to stop and ending it.
STOP_SECONDS = 5
#: A socket's path has room for about a hundred bytes; longer folders are passed over.
LONGEST_FOLDER = 60
#: How names of files in Jupyter's runtime folder begin that tell of gateways.
ANNOUNCED = "jupyterlab-kubeflow-"
#: What tells why a program of Node.js ended, in what it wrote last.
COMPLAINT = re.compile(r"^(✗ |(\w*Error\b.*?: ))")


class GatewayError(Exception):
    """The gateway cannot be started; the message says why."""


class Address(NamedTuple):
    """Where one gateway listens, and the secret it answers to."""

    socket: str
    secret: str


class Child:
    """
    Its standard input is a pipe: the first line is the secret of this start, and the
    end of the pipe, however it comes about, is the end of the gateway.
    """

    def __init__(
        self,
        folder: str,
        process: asyncio.subprocess.Process,
        log: Callable[[str], None],
    ) -> None:
        self.address = Address(socket_in(folder), secrets.token_urlsafe(32))
        self._folder = folder
        self._process = process
        self._log = log
        self._lines: list[str] = []
        # Held here: a task that nobody holds may be collected before it is done.
        self._copying = asyncio.ensure_future(self._copy_log())

    @classmethod
    async def start(cls, root: str, log: Callable[[str], None]) -> "Child":
        """A gateway that listens; :class:`GatewayError` when there will be none."""
        try:
            folder = make_folder()
            try:
                process = await _spawn(folder, root)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        except (OSError, ProgramMissingError) as error:
            raise GatewayError(str(error)) from error
        child = cls(folder, process, log)
        try:
            await child._ready()
        except BaseException:
            await child.end()
            raise
        return child

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def wait(self) -> int:
        """Its exit code, once it has ended and all it wrote was read."""
        code = await self._process.wait()
        await self._copying
        shutil.rmtree(self._folder, ignore_errors=True)
        # One that was killed could not.
        with contextlib.suppress(OSError):
            os.remove(announcement(self._folder))
        return code

    async def end(self) -> None:
        """Asks it to stop, and ends it when it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except asyncio.TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self.wait()

    async def _ready(self) -> None:
        """It says one line when it listens; the end of its output is its end."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(f"{self.address.secret}\n".encode())
            await self._process.stdin.drain()
        listening = self._process.stdout.readline()
        try:
            said = await asyncio.wait_for(listening, START_SECONDS)
        except asyncio.TimeoutError as error:
            raise GatewayError("it did not start in time") from error
        if not said:
            code = await self.wait()
            raise GatewayError(complaint(self._lines, code))

    async def _copy_log(self) -> None:
        assert self._process.stderr is not None
        async for line in _lines(self._process.stderr):
            self._lines = [*self._lines[-50:], line]
            self._log(line)


def complaint(lines: "list[str]", code: int) -> str:
    """The line that tells why a gateway ended, without the full stop."""
    found = [line for line in lines if COMPLAINT.match(line)]
    why = (found or ["", *lines])[-1].strip().lstrip("✗ ").rstrip(".")
    return why or f"it stopped at once with code {code}"


async def _spawn(folder: str, root: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command(folder, root),
        "--announce",
        announcement(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=root,
        env=environment(),
        # Ctrl-C in the server's terminal is a question to the server, not to us.
        start_new_session=True,
    )


def command(folder: str, root: str) -> "list[str]":
    """What starts a gateway that listens in ``folder`` and serves ``root``."""
    return [
        *find_program(),
        *("gateway", "--socket", socket_in(folder), "--root", root),
    ]


def announcement(folder: str) -> str:
    """The file in which this user's programs find the gateway."""
    name = f"{ANNOUNCED}{os.path.basename(folder)}.json"
    return os.path.join(jupyter_runtime_dir(), name)


def environment() -> "dict[str, str]":
    """Kernels are sought where this server finds them, whatever is on the PATH."""
    return {**os.environ, "JUPYTER_PATH": os.pathsep.join(jupyter_path())}


def socket_in(folder: str) -> str:
    return os.path.join(folder, "gateway.sock")


def make_folder() -> str:
    """A folder of this user alone, with a path short enough for a socket in it."""
    given = tempfile.gettempdir()
    parent = given if len(os.fsencode(given)) <= LONGEST_FOLDER else "/tmp"
    return tempfile.mkdtemp(prefix="jkf-", dir=parent)


async def _lines(stream: asyncio.StreamReader):
    """Lines without their ends; one longer than the reader's buffer comes in pieces."""
    rest = b""
    while piece := await stream.read(2**16):
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) >= 2**16:
            lines, rest = [*lines, rest], b""
        for line in lines:
            yield line.decode(errors="replace").rstrip()
    if rest:
        yield rest.decode(errors="replace").rstrip()
