"""
`await` at the top level of a notebook, in a plain program.

One event loop and one task serve the whole run: whatever is awaited at the top level
is awaited by the same task, so that timeouts, task groups and cancel scopes entered
in one statement can be left in another. Between two awaits the loop counts as running
(`asyncio.create_task` works), as it does in a notebook's kernel.
"""

import atexit
import os
import types
from typing import Any, Awaitable, Dict, Iterator, List, Optional, Tuple

from .texts import note

# Names whose use in a cell means that it expects a running loop.
_NEEDS_LOOP = frozenset(
    (
        "create_task",
        "ensure_future",
        "get_running_loop",
    )
)


def run_async(awaitable: Awaitable[Any]) -> Any:
    """Await something at the top level: `x = await f()` is `x = run_async(f())`."""
    return _top_level().run(awaitable)


def iterate_async(iterable: Any) -> Iterator[Any]:
    """Iterate at the top level: `async for` is `for … in iterate_async(…)`."""
    iterator = type(iterable).__aiter__(iterable)
    while True:
        try:
            item = run_async(type(iterator).__anext__(iterator))
        except StopAsyncIteration:
            return
        yield item


class enter_async:
    """Enter at the top level: `async with a as b` is `with enter_async(a) as b`."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def __enter__(self) -> Any:
        return run_async(type(self._manager).__aenter__(self._manager))

    def __exit__(self, *exception: Any) -> Any:
        return run_async(type(self._manager).__aexit__(self._manager, *exception))


def begin_cell(code: types.CodeType, space: Dict[str, Any]) -> None:
    """Let the loop count as running in a cell that needs it, and ever after."""
    if _shared or _mentions(code, space):
        _top_level().enter()


def end_cell() -> None:
    """Outside cells no loop is running."""
    for top in _shared.values():
        top.leave()


def close() -> None:
    """End what still runs in the loop, and say so."""
    top = _shared.pop(os.getpid(), None)
    if top is not None:
        top.close()


# Flags of the code of coroutines and asynchronous generators.
_ASYNC = 0x80 | 0x200

_HELPERS = (run_async, iterate_async, enter_async)

_shared: Dict[int, "_TopLevel"] = {}


def _top_level() -> "_TopLevel":
    # By process: a forked child cannot use its parent's loop.
    pid = os.getpid()
    if pid not in _shared:
        _shared.clear()
        _shared[pid] = _TopLevel()
    return _shared[pid]


def _mentions(code: types.CodeType, space: Dict[str, Any]) -> bool:
    for name in code.co_names:
        # By what it is: a notebook that has a `run_async` of its own imports ours
        # under another name.
        value = space.get(name)
        if name in _NEEDS_LOOP or any(value is helper for helper in _HELPERS):
            return True
    inner = (c for c in code.co_consts if isinstance(c, types.CodeType))
    # A coroutine has a running loop anyway, whoever runs it.
    return any(_mentions(c, space) for c in inner if not c.co_flags & _ASYNC)


class _TopLevel:
    """The loop, and the one task in it that awaits for the top level."""

    def __init__(self) -> None:
        # Only programs that await pay for the import.
        import asyncio

        self._asyncio = asyncio
        self._loop = asyncio.new_event_loop()
        self._driver: Optional[Any] = None
        self._turn: Any = None
        asyncio.set_event_loop(self._loop)
        # For programs that the runner does not end.
        atexit.register(close)

    def enter(self) -> None:
        if self._asyncio._get_running_loop() is None:
            self._asyncio._set_running_loop(self._loop)

    def leave(self) -> None:
        if self._asyncio._get_running_loop() is self._loop:
            self._asyncio._set_running_loop(None)

    def run(self, awaitable: Awaitable[Any]) -> Any:
        self.leave()
        if self._driver is None or self._driver.done():
            self._turn = self._loop.create_future()
            self._driver = self._loop.create_task(self._drive())
        outcome: List[Tuple[bool, Any]] = []
        done = self._loop.create_future()
        self._turn.set_result((awaitable, outcome, done))
        try:
            self._loop.run_until_complete(done)
        except BaseException:
            # Interrupted in the middle: the task still awaits; give it up.
            self._abandon()
            raise
        finally:
            self.enter()
        succeeded, result = outcome[0]
        if succeeded:
            return result
        raise result

    async def _drive(self) -> None:
        """Await one thing after the other, each until it has an outcome."""
        me = self._asyncio.current_task()
        while self._driver is me:
            awaitable, outcome, done = await self._turn
            self._turn = self._loop.create_future()
            try:
                outcome.append((True, await awaitable))
            except BaseException as error:
                outcome.append((False, error))
            done.set_result(None)

    def _abandon(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.cancel()

    def close(self) -> None:
        self.leave()
        if self._loop.is_closed():
            return
        tasks = self._asyncio.all_tasks(self._loop)
        left = sum(task.get_coro().__name__ != "_drive" for task in tasks)
        if left:
            note(f"{left} asyncio tasks had not ended with the notebook: cancelled")
        self._driver = None
        for task in tasks:
            task.cancel()
        try:
            # Cancelled tasks clean up; those that will not are left behind.
            if tasks:
                self._loop.run_until_complete(self._asyncio.wait(tasks, timeout=10))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._asyncio.set_event_loop(None)
            self._loop.close()
