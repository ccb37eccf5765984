"""
A gateway of this program's own. Its standard input is a pipe of ours: it ends when the
program does, however that comes about.
"""

import atexit
import contextlib
import os
import secrets
import select
import shutil
import subprocess
from typing import Any, List

from .errors import no_gateway
from .wire import Address

#: Gateways that were started here, held so that their pipes stay open.
_held: List[Any] = []


def start() -> Address:
    """Start one that serves the whole file system, and wait until it listens."""
    # Imported only here: a program that finds a gateway needs none of it.
    from ..child import START_SECONDS, command, environment, make_folder, socket_in
    from ..node import ProgramMissingError

    try:
        folder = make_folder()
        started = subprocess.Popen(
            command(folder, os.sep),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            # Ctrl-C, or a kernel's interrupt, is a question to this program.
            start_new_session=True,
        )
    except (OSError, ProgramMissingError) as error:
        raise _not_started(str(error)) from error
    secret = secrets.token_urlsafe(32)
    _say(started, f"{secret}\n")
    _await(started, START_SECONDS, folder)
    _hold(started)
    return Address(socket_in(folder), secret, os.sep)


def _say(started: Any, text: str) -> None:
    with contextlib.suppress(ConnectionError):
        started.stdin.write(text.encode())
        started.stdin.flush()


def _await(started: Any, seconds: float, folder: str) -> None:
    """It says one line when it listens; the end of its output is its end."""
    ready, _, _ = select.select([started.stdout], [], [], seconds)
    if ready and started.stdout.readline():
        return
    why = _why(started) if ready else "it did not start in time"
    started.kill()
    started.wait()
    shutil.rmtree(folder, ignore_errors=True)
    raise _not_started(why)


def _why(started: Any) -> str:
    from ..child import complaint

    words: str = started.stderr.read().decode(errors="replace")
    return complaint(words.splitlines(), started.wait())


def _hold(started: Any) -> None:
    """Its log is for nobody; unread, it would fill the pipe and stop the gateway."""
    import threading

    threading.Thread(target=_drain, args=(started.stderr,), daemon=True).start()
    _held.append(started)


def _drain(stream: Any) -> None:
    with contextlib.suppress(OSError, ValueError):
        while stream.read1(2**16):
            pass


@atexit.register
def stop() -> None:
    """End what was started here."""
    while _held:
        started = _held.pop()
        with contextlib.suppress(OSError):
            started.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(5)


def _not_started(detail: str) -> Exception:
    return no_gateway("gateway-not-started", detail=detail)
