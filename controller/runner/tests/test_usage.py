"""What a container uses: files of cgroups and of /proc, and when it is told."""

import os
import random

import pytest
from jkf_runner import usage
from jkf_runner.usage import Recorder, Usage

GIB = 1024**3
SEED = int(os.environ.get("JKF_SEED", "0")) or random.randrange(2**31)

STATUS = "Name:\tpython\nVmPeak:\t  900 kB\nVmRSS:\t  200 kB\nThreads:\t1\n"


def stat(*times: int) -> str:
    """Write a line whose command is as awkward as the kernel allows."""
    return f"7 (a) b (c)) S 1 7 7 0 -1 0 1 2 3 4 {' '.join(map(str, times))} 20 0 1 0 9"


class System:
    """Folders that look like /sys/fs/cgroup and /proc."""

    def __init__(self, path) -> None:
        self.root, self.proc = path / "cgroup", path / "proc"
        self.cgroup("")

    def cgroup(self, lines: str) -> None:
        self.write(self.proc / "self" / "cgroup", lines)

    def put(self, name: str, text: str) -> None:
        self.write(self.root / name, text)

    def version2(self, folder: str, used: int) -> None:
        self.put(f"{folder}/memory.current", f"{used}\n")
        self.put(f"{folder}/memory.stat", "anon 5\ninactive_file 100\nactive_file 7\n")
        self.put(f"{folder}/cpu.stat", "usage_usec 2500000\nuser_usec 2000000\n")

    def version1(self, path: str = "") -> None:
        self.put(f"memory{path}/memory.usage_in_bytes", "1000\n")
        self.put(
            f"memory{path}/memory.stat", "inactive_file 1\ntotal_inactive_file 300\n"
        )
        self.put(f"cpuacct{path}/cpuacct.usage", "1500000000\n")

    def process(self, pid: int, *times: int) -> None:
        self.write(self.proc / str(pid) / "stat", stat(*times))
        self.write(self.proc / str(pid) / "status", STATUS)

    def measure(self):
        source = usage.of_container(str(self.root), str(self.proc))
        return source and source()

    def write(self, path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def system(tmp_path):
    return System(tmp_path)


class TestContainer:
    def test_version_2_without_files_that_are_only_kept(self, system):
        system.cgroup("0::/\n")
        system.version2(".", 1100)
        assert system.measure() == Usage(2.5, 1000)

    def test_the_path_of_the_cgroup_goes_before_the_root(self, system):
        system.cgroup("0::/kubepods/pod1/c1\n")
        system.version2("kubepods/pod1/c1", 600)
        system.version2(".", 1100)
        assert system.measure() == Usage(2.5, 500)

    def test_a_path_that_only_the_node_knows_is_the_root(self, system):
        system.cgroup("0::/../../outside\n")
        system.version2(".", 1100)
        assert system.measure() == Usage(2.5, 1000)

    @pytest.mark.parametrize("path", ["", "/kubepods/c1"])
    def test_version_1(self, system, path):
        system.cgroup(
            "9:name=systemd:/kubepods/c1\n"
            "8:cpu,cpuacct:/kubepods/c1\n7:memory:/kubepods/c1\n"
        )
        system.version1(path)
        assert system.measure() == Usage(1.5, 700)

    def test_both_versions_beside_each_other(self, system):
        system.cgroup("1:memory:/\n2:cpuacct:/\n0::/\n")
        system.version1()
        system.put("unified/cpu.stat", "usage_usec 1\n")
        assert system.measure() == Usage(1.5, 700)

    def test_without_cgroups_its_processes_and_their_ended_children(self, system):
        ticks = os.sysconf("SC_CLK_TCK")
        system.process(1, ticks, ticks, 0, ticks)
        system.process(12, 0, ticks, 0, 0)
        assert system.measure() == Usage(4.0, 400 * 1024)

    def test_where_nothing_can_be_read_nothing_is_measured(self, system):
        assert system.measure() is None

    def test_this_computer_can_be_measured(self):
        source = usage.of_container()
        found = source and source()
        assert found and found.cpu_seconds > 0 and found.memory_bytes > 0

    def test_whatever_the_files_hold_is_an_amount_or_nothing(self):
        chance = random.Random(SEED)
        words = [
            "usage_usec",
            "inactive_file",
            "max",
            "-1",
            "",
            "\n",
            " ",
            "²",
            "7",
            ":",
        ]
        for _again in range(500):
            text = "".join(chance.choice(words) for _ in range(chance.randrange(9)))
            for found in (
                usage.version2(lambda _name, text=text: text),
                usage.version1(lambda _: "3", lambda _name, text=text: text),
            ):
                assert found is None or min(found) >= 0, (SEED, text)


def walk(recorder, seconds, cores=1.0, memory=lambda _now: 1):
    """Let time pass; gives the times and fields of events."""
    now, events = 0.0, []
    while now < seconds:
        now += recorder.pause()
        event = recorder.look(now, Usage(now * cores, memory(now)))
        if event:
            events.append((now, event))
    rest = recorder.rest()
    return events + ([(now, rest)] if rest else [])


class TestRecorder:
    @pytest.mark.parametrize(
        "seconds, least, most",
        [(10, 9, 11), (60, 55, 62), (3600, 250, 320), (7 * 86_400, 2000, 2500)],
    )
    def test_a_minute_is_told_finely_and_a_week_shortly(self, seconds, least, most):
        events = walk(Recorder(0, 0), seconds)
        assert least <= len(events) <= most

    def test_cores_are_an_average_since_the_event_before(self):
        events = walk(Recorder(0, 0), 30, cores=1.5)
        assert {event["cpu"] for _now, event in events} == {1.5}

    def test_no_peak_that_was_seen_is_lost(self):
        high = {"left": 1}

        def memory(now):
            peak = now > 5000 and high["left"]
            high["left"] -= bool(peak)
            return 8 * GIB if peak else GIB

        events = walk(Recorder(0, 0), 7200, memory=memory)
        assert [event["memoryBytes"] for _, event in events].count(8 * GIB) == 1

    def test_cpu_time_that_got_lost_is_not_less_than_nothing(self):
        recorder = Recorder(0, 50)
        assert recorder.look(2, Usage(40, 1)) == {"cpu": 0.0, "memoryBytes": 1}

    def test_a_rank_that_ends_at_once_is_not_guessed_at(self):
        assert Recorder(0, 0).rest() is None

    def test_what_was_used_is_what_is_told(self):
        chance = random.Random(SEED)
        recorder, now, used, told, last = Recorder(0, 0), 0.0, 0.0, 0.0, 0.0
        for _again in range(2000):
            seconds = recorder.pause() * (1 + chance.random())
            now, used = now + seconds, used + seconds * chance.random() * 8
            event = recorder.look(now, Usage(used, 1))
            if event:
                told, last = told + event["cpu"] * (now - last), now
                assert abs(told - used) < 0.001 * now, SEED
