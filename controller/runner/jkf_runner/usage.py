"""
What a rank's container uses while it runs, CPU and memory, as events.

The parent of the rank's process looks: it goes on while native code holds the
interpreter's lock, across forks, and for all processes of a pod that torchrun starts.
When there is something to tell is as in `controller/src/core/run/usage.ts`.
"""

import math
import os
import threading
import time
from typing import Callable, Dict, List, NamedTuple, Optional

#: Seconds between two events: a share of the time so far, so that a run of days has
#: some thousands of them and a run of a minute enough for a plot.
SHORTEST, LONGEST, SHARE = 1.0, 300.0, 60.0
#: Longest time between two looks, of which an event tells the highest memory.
LOOK = 5.0


class Usage(NamedTuple):
    """What was used: CPU so far, memory now."""

    cpu_seconds: float
    memory_bytes: int


Source = Callable[[], Optional[Usage]]
Read = Callable[[str], Optional[str]]


def interval(elapsed: float) -> float:
    """Tell how long after the last event the next one is due."""
    return min(LONGEST, max(SHORTEST, elapsed / SHARE))


class Recorder:
    """Turns looks into the fields of events."""

    def __init__(self, now: float, cpu_seconds: float) -> None:
        self._began = self._since = self._seen = now
        self._told = self._cpu = cpu_seconds
        self._highest: Optional[int] = None

    def pause(self) -> float:
        """Tell how long it is to the next look: two or more of them make an event."""
        due = interval(self._since - self._began)
        return due / max(2, math.ceil(due / LOOK))

    def look(self, now: float, usage: Usage) -> Optional[Dict[str, float]]:
        """Take a look; gives an event when one is due."""
        self._seen, self._cpu = now, usage.cpu_seconds
        self._highest = max(self._highest or 0, usage.memory_bytes)
        due = interval(self._since - self._began)
        return self.rest() if now - self._since >= due * 0.99 else None

    def rest(self) -> Optional[Dict[str, float]]:
        """Give what was seen since the last event."""
        if self._highest is None or self._seen <= self._since:
            return None
        cores = max(0.0, self._cpu - self._told) / (self._seen - self._since)
        event = {"cpu": round(cores, 3), "memoryBytes": self._highest}
        self._since, self._told, self._highest = self._seen, self._cpu, None
        return event


class Watch:
    """A thread that looks until the rank has ended."""

    def __init__(self, source: Source, emit: Callable[..., None]) -> None:
        self._source = source
        self._emit = emit
        first = source() or Usage(0.0, 0)
        self._recorder = Recorder(time.monotonic(), first.cpu_seconds)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jkf-usage", daemon=True)

    def start(self) -> None:
        """Begin to look; without a thread to be had, nothing is told."""
        try:
            self._thread.start()
        except RuntimeError:
            self._stop.set()

    def finish(self) -> None:
        """Stop, and tell what was seen last."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._thread.join()
        self._tell(self._recorder.rest())

    def _run(self) -> None:
        while not self._stop.wait(self._recorder.pause()):
            usage = self._source()
            if usage is not None:
                self._tell(self._recorder.look(time.monotonic(), usage))

    def _tell(self, event: Optional[Dict[str, float]]) -> None:
        if event is not None:
            self._emit("usage", **event)


def of_container(root: str = "/sys/fs/cgroup", proc: str = "/proc") -> Optional[Source]:
    """Find out how this container is measured: by its cgroup, else its processes."""
    paths = _cgroup_paths(_read(f"{proc}/self/cgroup") or "")
    cpuacct = _reader(f"{root}/cpuacct", paths.get("cpuacct"))
    memory = _reader(f"{root}/memory", paths.get("memory"))
    sources: List[Source] = [
        lambda: version2(_reader(root, paths.get(""))),
        lambda: version1(cpuacct, memory),
        lambda: of_processes(proc),
    ]
    return next((source for source in sources if source() is not None), None)


def version2(read: Read) -> Optional[Usage]:
    """Measure a cgroup of version 2, or none where there is none."""
    used = _number(read("memory.current"))
    spent = _field(read("cpu.stat"), "usage_usec")
    if used is None or spent is None:
        return None
    cache = _field(read("memory.stat"), "inactive_file") or 0
    return Usage(spent / 1e6, max(0, used - cache))


def version1(cpuacct: Read, memory: Read) -> Optional[Usage]:
    """Measure the two cgroups of version 1."""
    used = _number(memory("memory.usage_in_bytes"))
    spent = _number(cpuacct("cpuacct.usage"))
    if used is None or spent is None:
        return None
    cache = _field(memory("memory.stat"), "total_inactive_file") or 0
    return Usage(spent / 1e9, max(0, used - cache))


def of_processes(proc: str) -> Optional[Usage]:
    """Add up all processes: in a container without cgroups those are the rank's."""
    ticks, memory = 0, 0
    for pid in _processes(proc):
        spent = _ticks(_read(f"{proc}/{pid}/stat") or "")
        resident = _field(_read(f"{proc}/{pid}/status"), "VmRSS:")
        ticks, memory = ticks + spent, memory + (resident or 0) * 1024
    return Usage(ticks / os.sysconf("SC_CLK_TCK"), memory) if memory else None


def _cgroup_paths(text: str) -> Dict[str, str]:
    """Read `/proc/self/cgroup`: controller to path; that of version 2 has no name."""
    lines = [line.split(":", 2) for line in text.splitlines()]
    return {
        name: line[2] for line in lines if len(line) == 3 for name in line[1].split(",")
    }


def _reader(root: str, path: Optional[str]) -> Read:
    """
    Read files of a cgroup.

    In a container its own is usually the root of what is mounted, whatever its path.
    """
    folders = [root + (path or "").rstrip("/"), root]

    def read(name: str) -> Optional[str]:
        texts = (_read(f"{folder}/{name}") for folder in folders)
        return next((text for text in texts if text is not None), None)

    return read


def _read(path: str) -> Optional[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None


def _number(text: Optional[str]) -> Optional[int]:
    found = (text or "").strip()
    return int(found) if found.isascii() and found.isdigit() else None


def _field(text: Optional[str], name: str) -> Optional[int]:
    for line in (text or "").splitlines():
        words = line.split()
        if len(words) > 1 and words[0] == name:
            return _number(words[1])
    return None


def _processes(proc: str) -> List[str]:
    try:
        return [name for name in os.listdir(proc) if name.isdigit()]
    except OSError:
        return []


def _ticks(stat: str) -> int:
    """Read CPU time of a process and of its children that have ended."""
    numbers = stat.rpartition(")")[2].split()[11:15]
    return sum(_number(number) or 0 for number in numbers)
