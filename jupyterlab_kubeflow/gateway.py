"""
The gateway as a child of the Jupyter server: started when first needed, started again
when it dies, stopped with the server.
"""

import asyncio
import contextlib
import os
import secrets
import shutil
import tempfile
import time
from collections import deque
from logging import Logger

from .node import BUNDLE, NodeMissingError, find_node

#: Seconds a start may take: the first one on a cold disk reads everything.
START_SECONDS = 60
#: Seconds between asking the gateway to stop and ending it.
STOP_SECONDS = 5
#: Longest wait, in seconds, before a gateway that keeps dying is tried again.
MOST_DELAY = 30
#: A gateway that lived this many seconds did start.
LIVED_SECONDS = 10


class GatewayError(Exception):
    """The gateway cannot be started; the message says why."""


class Gateway:
    """
    One gateway process and the socket it listens on.

    Its standard input is a pipe: the first line is the secret of this start, and the
    end of the pipe, however it comes about, is the end of the gateway.
    """

    def __init__(self, root: str, log: Logger) -> None:
        self.secret = secrets.token_urlsafe(32)
        self._root = root
        self._log = log
        self._folder: "str | None" = None
        self._process: "asyncio.subprocess.Process | None" = None
        self._tasks: "set[asyncio.Task]" = set()
        self._lock = asyncio.Lock()
        self._failures = 0
        self._not_before = 0.0
        self._last_words: "deque[str]" = deque(maxlen=20)

    @property
    def socket(self) -> str:
        """Path of the socket; its folder belongs to this user alone."""
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="jkf-")
        return os.path.join(self._folder, "gateway.sock")

    async def ensure(self) -> str:
        """Path of the socket of a gateway that runs; :class:`GatewayError` if none can."""
        async with self._lock:
            if self._process is None or self._process.returncode is not None:
                await self._start()
            return self.socket

    async def restart(self) -> None:
        """Ends the gateway and forgets its failures; the next request starts it."""
        async with self._lock:
            await self._end()
            self._failures = 0
            self._not_before = 0.0

    async def stop(self) -> None:
        """Ends the gateway for good and removes the socket's folder."""
        async with self._lock:
            await self._end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def last_words(self) -> str:
        """What the gateway last wrote to its log."""
        return "\n".join(self._last_words)

    async def _start(self) -> None:
        wait = self._not_before - time.monotonic()
        if wait > 0:
            raise GatewayError(f"it keeps stopping; next try in {wait:.0f} s")
        began = time.monotonic()
        try:
            self._process = await self._spawn()
            await asyncio.wait_for(self._ready(self._process), START_SECONDS)
        except (OSError, NodeMissingError, GatewayError, asyncio.TimeoutError) as error:
            await self._end()
            self._delay()
            raise GatewayError(str(error) or "it did not start in time") from error
        self._watch(self._process, began)

    async def _spawn(self) -> asyncio.subprocess.Process:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.socket)
        process = await asyncio.create_subprocess_exec(
            find_node(),
            str(BUNDLE),
            "gateway",
            "--socket",
            self.socket,
            "--root",
            self._root,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self._root,
        )
        assert process.stdin is not None
        process.stdin.write(f"{self.secret}\n".encode())
        await process.stdin.drain()
        self._keep(self._copy_log(process))
        return process

    async def _ready(self, process: asyncio.subprocess.Process) -> None:
        """The gateway says one line when it listens; the end of its output is its end."""
        assert process.stdout is not None
        if not await process.stdout.readline():
            await process.wait()
            raise GatewayError(self.last_words() or "it stopped at once")

    async def _copy_log(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            text = line.decode(errors="replace").rstrip()
            self._last_words.append(text)
            self._log.info("gateway: %s", text)

    def _watch(self, process: asyncio.subprocess.Process, began: float) -> None:
        async def watch() -> None:
            code = await process.wait()
            if process is not self._process:
                return
            if time.monotonic() - began >= LIVED_SECONDS:
                self._failures = 0
            self._delay()
            self._log.warning("The gateway stopped with code %s.", code)

        self._keep(watch())

    def _delay(self) -> None:
        """The first new start is immediate; then the wait doubles."""
        wait = 0.5 * 2**self._failures if self._failures else 0
        self._not_before = time.monotonic() + min(MOST_DELAY, wait)
        self._failures += 1

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()

    def _keep(self, work) -> None:
        """A task nobody holds may be collected before it is done."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
