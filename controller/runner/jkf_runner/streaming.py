"""
The output of a child process, passed on while it runs.

Through the streams of the program, so that captured output is captured and metrics in
it are found.
"""

import codecs
import selectors
import signal
import subprocess
import threading
from io import BufferedReader
from typing import IO, Any, Optional

from .texts import write_text

#: Seconds an interrupted child gets to end by itself.
GRACE = 2.0
#: Seconds without output, after the child has ended, until its pipes are given up:
#: something it started in the background may hold them open for ever.
IDLE = 0.5


def communicate(
    process: "subprocess.Popen[bytes]",
    out: Any,
    err: Any,
    body: Optional[bytes] = None,
) -> None:
    """Feed the child, pass on what it writes, wait for its end."""
    try:
        if body is not None and process.stdin is not None:
            feed = threading.Thread(target=_feed, args=(process.stdin, body))
            feed.daemon = True
            feed.start()
        _pump(process, out, err)
        process.wait()
    except BaseException:
        _stop(process)
        raise
    finally:
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _feed(stdin: IO[bytes], body: bytes) -> None:
    """Write from a thread: a child that prints before it reads must not hang."""
    try:
        with stdin:
            stdin.write(body)
    except (OSError, ValueError):
        return


def _pump(process: "subprocess.Popen[bytes]", out: Any, err: Any) -> None:
    selector = selectors.DefaultSelector()
    with selector:
        for pipe, stream in ((process.stdout, out), (process.stderr, err)):
            if pipe is not None:
                selector.register(pipe, selectors.EVENT_READ, _Relay(stream))
        while selector.get_map():
            ready = selector.select(IDLE)
            if not ready and process.poll() is not None:
                return
            for key, _ in ready:
                if not key.data.pass_on(key.fileobj):
                    selector.unregister(key.fileobj)


class _Relay:
    """Decodes one pipe and writes it to one stream."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def pass_on(self, pipe: BufferedReader) -> bool:
        """Pass on what is there; false at the end of the pipe."""
        data = pipe.read1(65536)
        text = self._decoder.decode(data, final=not data)
        if text:
            write_text(self._stream, text)
        return bool(data)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a child whose caller was interrupted, first the gentle way."""
    for number in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            continue
