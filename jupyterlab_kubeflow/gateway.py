"""
The gateway beside a Jupyter server: started when first needed, started again when it
dies, stopped with the server.
"""

import asyncio
import contextlib
import time
from collections import deque
from logging import Logger

from .child import Address, Child, GatewayError

#: Seconds before the first new attempt that is not immediate; doubled with each.
FIRST_DELAY = 1.0
#: Longest of these waits.
MOST_DELAY = 30.0
#: A gateway that lived this many seconds did start.
LIVED_SECONDS = 10.0
#: Lines of its log that are kept for the page.
KEPT_LINES = 200


class Backoff:
    """When to try again: the first time at once, then after waits that double."""

    def __init__(self) -> None:
        self._failures = 0
        self._not_before = 0.0

    def failed(self, now: float) -> None:
        wait = FIRST_DELAY * 2.0 ** (self._failures - 1) if self._failures else 0.0
        self._not_before = now + min(MOST_DELAY, wait)
        # Beyond the longest wait counting on would only overflow.
        self._failures = min(self._failures + 1, 16)

    def died(self, now: float, lived: float) -> None:
        if lived >= LIVED_SECONDS:
            self._failures = 0
        self.failed(now)

    def wait(self, now: float) -> float:
        """Seconds until the next attempt; 0 when it may be now."""
        return max(0.0, self._not_before - now)


class Gateway:
    """At most one gateway at a time."""

    def __init__(self, root: str, log: Logger) -> None:
        self._root = root
        self._log = log
        self._child: Child | None = None
        self._starting: asyncio.Task[Child] | None = None
        self._watching: set[asyncio.Task[None]] = set()
        self._backoff = Backoff()
        self._why = ""
        self._stopped = False
        self._last_words: deque[str] = deque(maxlen=KEPT_LINES)

    async def ensure(self) -> Address:
        """Address of a gateway that runs; :class:`GatewayError` if none can."""
        if self._stopped:
            raise GatewayError("the Jupyter server is stopping")
        if self._child is not None and self._child.alive:
            return self._child.address
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
            self._starting.add_done_callback(self._started)
        # Others may wait for it too: whoever leaves does not end the start.
        child = await asyncio.shield(self._starting)
        return child.address

    async def lost(self, address: Address) -> None:
        """It refuses connections, so it is no use: the next request starts another."""
        child = self._child
        if child is not None and child.address == address:
            self._child = None
            await child.end()

    async def restart(self) -> None:
        """Ends the gateway and forgets its failures; the next request starts it."""
        await self._end()
        self._backoff = Backoff()

    async def stop(self) -> None:
        """Ends the gateway for good."""
        self._stopped = True
        await self._end()

    def last_words(self) -> str:
        """What the gateways of this server last wrote to their log."""
        return "\n".join(self._last_words)

    async def _start(self) -> Child:
        wait = self._backoff.wait(time.monotonic())
        if wait > 0:
            raise GatewayError(f"{self._why}; the next try is in {wait:.0f} s")
        try:
            child = await Child.start(self._root, self._note)
        except GatewayError as error:
            self._backoff.failed(time.monotonic())
            self._why = str(error)
            self._log.error("The gateway does not start: %s", error)
            raise
        self._child = child
        self._watch(child)
        return child

    def _started(self, task: "asyncio.Task[Child]") -> None:
        self._starting = None
        # Asked for, so that a failure nobody waited for is no unhandled one.
        if not task.cancelled():
            task.exception()

    def _watch(self, child: Child) -> None:
        began = time.monotonic()

        async def watch() -> None:
            code = await child.wait()
            if child is not self._child:
                return
            self._child = None
            now = time.monotonic()
            self._backoff.died(now, now - began)
            self._why = f"it keeps stopping, last with code {code}"
            self._log.warning("The gateway stopped with code %s.", code)

        task = asyncio.ensure_future(watch())
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _end(self) -> None:
        starting = self._starting
        if starting is not None:
            starting.cancel()
            with contextlib.suppress(asyncio.CancelledError, GatewayError):
                await starting
        child, self._child = self._child, None
        if child is not None:
            await child.end()

    def _note(self, line: str) -> None:
        self._last_words.append(line)
        self._log.info("gateway: %s", line)
