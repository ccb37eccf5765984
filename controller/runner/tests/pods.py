"""What tests of a pod's processes share."""

import signal
import time
from pathlib import Path
from typing import Any

from conftest import RUNNER

UNPACK = RUNNER / "jkf_runner" / "unpack.py"


def wait_until(true, what="it"):
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.02)


def output(process) -> bytes:
    return process.communicate(timeout=60)[0]


def ends_by(process: Any, number: int, code: int) -> None:
    """Wait for its first line, tell it to end, and look at how it did."""
    assert process.stdout.readline() == b"on\n"
    process.send_signal(number)
    output(process)
    assert process.returncode == code


def ended(code):
    return b'{"kind": "end", "code": %d}\n' % code


def end_of(events: Path) -> Path:
    """Name the file that tells how the rank ended."""
    return events.with_name(f"{events.name}.end")


def blocks_sigterm(pid) -> bool:
    """Look up the mask of a process; bit 14 is signal 15."""
    status = Path(f"/proc/{pid}/status").read_text()
    (mask,) = [line for line in status.splitlines() if line.startswith("SigBlk")]
    return bool(int(mask.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
