"""
The first process of a rank's container: ``PYTHON -u .jkf/runner pod [COMMAND…]``.

The kernel gives the first process of a container no default action for signals: a
program that does not handle SIGTERM would ignore it, and be killed only after the grace
period. So the program is a child here: the command, or without one the rank itself, as
a fork, which saves the start of another Python. Signals are passed on to it, processes
it leaves behind are reaped, what the container uses is measured, and the end is written
down for whoever follows the events.
"""

import os
import signal
import subprocess
import sys
import threading
from typing import Any, Dict, List, Optional

from .events import Events
from .follow import Follower, end_of, wants_log
from .texts import note
from .usage import Watch, of_container

_FORWARDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1)

#: What torchrun gives the only process of a node, of what it is given for the node.
_OF_NODE = {
    "RANK": "PET_NODE_RANK",
    "WORLD_SIZE": "PET_NNODES",
    "MASTER_ADDR": "PET_MASTER_ADDR",
    "MASTER_PORT": "PET_MASTER_PORT",
}

#: Exit code of a shell whose command is not there.
_NOT_FOUND = 127


def main() -> Any:
    """Run the command to its end; gives its exit code, 128 + N for signal N."""
    events = os.environ.get("JKF_EVENTS")
    if events:
        _forget_end(events)
    command = sys.argv[2:]
    child = _start(command) if command else _fork()
    if child is None:
        return _NOT_FOUND
    if child == 0:
        return _rank()
    log = _LogCopy(events) if events and wants_log() else None
    usage = _measure(events)
    code = _wait(child)
    if usage:
        usage.finish()
    if events:
        _write_end(events, code)
    if log:
        log.finish()
    return code


def _start(command: List[str]) -> Optional[int]:
    """Start the command; gives its pid. A signal that comes meanwhile reaches it."""
    early: List[int] = []
    for number in _FORWARDED:
        signal.signal(number, lambda received, _frame: early.append(received))
    # Blocked while the bundle was unpacked; the child would inherit that.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _FORWARDED)
    try:
        child = subprocess.Popen(command, env={**os.environ, **_rank_of_node()})
    except OSError as error:
        note(f"{command[0]} cannot be started: {error.strerror or error}")
        return None
    # It is reaped here: without this, its destructor would look for it.
    child.returncode = 0
    _forward_to(child.pid)
    for received in early:
        _pass_on(child.pid, received)
    return child.pid


def _fork() -> int:
    """Split in two; as `os.fork`. A signal that comes meanwhile is passed on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _FORWARDED)
    child = os.fork()
    if child != 0:
        _forward_to(child)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _FORWARDED)
    return child


def _rank() -> Any:
    """Run what the working folder says, as a program of its own would."""
    from .main import main as run

    os.environ.update(_rank_of_node())
    del sys.argv[1:]
    # Python 3.10: programs that start themselves again read it.
    started_as = getattr(sys, "orig_argv", None)
    if started_as:
        del started_as[-1]
    return run()


def _forward_to(pid: int) -> None:
    for number in _FORWARDED:
        signal.signal(number, lambda received, _frame: _pass_on(pid, received))


def _rank_of_node() -> Dict[str, str]:
    """
    Name the rank as torchrun would, where only the node is named.

    Trainer leaves the rest to torchrun; for one process a node that is no more than
    other names. torchrun itself does not look at them.
    """
    if "RANK" in os.environ or os.environ.get("PET_NPROC_PER_NODE") != "1":
        return {}
    given = {name: os.environ.get(source) for name, source in _OF_NODE.items()}
    return {name: value for name, value in given.items() if value is not None}


def _pass_on(pid: int, received: int) -> None:
    try:
        os.kill(pid, received)
    except ProcessLookupError:
        return


def _wait(pid: int) -> int:
    """Reap whatever ends until it is the child; what it left behind is ours too."""
    while True:
        found, status = os.waitpid(-1, 0)
        if found == pid:
            break
    if os.WIFSIGNALED(status):
        return 128 + os.WTERMSIG(status)
    return os.WEXITSTATUS(status)


def _measure(events: Optional[str]) -> Optional[Watch]:
    """Begin to measure the container, where there is a way to and somebody to tell."""
    source = of_container() if events else None
    if source is None:
        return None
    watch = Watch(source, Events(events).emit)
    watch.start()
    return watch


def _forget_end(events: str) -> None:
    """A container that is started again has not ended, whatever the one before did."""
    try:
        os.remove(end_of(events))
    except OSError:
        return


def _write_end(events: str, code: int) -> None:
    try:
        # Whole or not at all: the sidecar reads it as soon as it is there.
        with open(f"{end_of(events)}.part", "w", encoding="ascii") as file:
            file.write(f"{code}\n")
        os.replace(f"{end_of(events)}.part", end_of(events))
    except OSError as error:
        note(f"the end is not written down: {error.strerror or error}")


class _LogCopy:
    """Copies events into the log of this container, marked, until the end."""

    def __init__(self, events: str) -> None:
        self._follower = Follower(events, mark=True)
        self._thread = threading.Thread(target=self._follower.run, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Let it copy what is left."""
        self._follower.stop()
        self._thread.join()
