"""A rank's container: the first process, and the sidecar that follows."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any, Dict, List

import pytest
from conftest import PYTHON, RUNNER, validate
from pods import UNPACK, ended, ends_by, output, wait_until


class Pod:
    """Processes that share an events file, as containers of a pod do."""

    def __init__(self, path: Path) -> None:
        self.events = path / "events.jsonl"
        self.end = path / "events.jsonl.end"
        self.processes: List[Any] = []

    def says_end(self, code: int) -> None:
        """Write the end down as the first process does it: as a whole."""
        part = self.end.with_suffix(".part")
        part.write_text(f"{code}\n")
        part.replace(self.end)

    def start(self, *arguments: str, **env: str) -> Any:
        process = subprocess.Popen(
            [PYTHON, "-u", str(RUNNER), *arguments],
            env={**os.environ, "JKF_EVENTS": str(self.events), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.processes.append(process)
        return process

    def run(self, code: str, **env: str) -> Any:
        return self.start("pod", PYTHON, "-u", "-c", code, **env)


@pytest.fixture
def pod(tmp_path):
    made = Pod(tmp_path)
    yield made
    for process in made.processes:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def without_usage(printed: bytes) -> bytes:
    """Leave out what only a slow computer has the time to tell."""
    lines = printed.splitlines(keepends=True)
    return b"".join(line for line in lines if b'"kind":"usage"' not in line)


class TestFirstProcess:
    @pytest.mark.parametrize(
        "code, expected",
        [
            ("print('hi')", 0),
            ("raise SystemExit(7)", 7),
            ("import os; os.kill(os.getpid(), 9)", 137),
        ],
    )
    def test_its_exit_code_is_that_of_the_program(self, pod, code, expected):
        process = pod.run(code)
        output(process)
        assert process.returncode == expected
        assert pod.end.read_text() == f"{expected}\n"

    def test_sigterm_reaches_the_program(self, pod):
        process = pod.run(
            "import signal, sys, time\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))\n"
            "print('ready')\ntime.sleep(60)"
        )
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGTERM)
        output(process)
        assert process.returncode == 5

    def test_a_program_without_a_handler_ends_at_sigterm(self, pod):
        process = pod.run("import time; print('ready'); time.sleep(60)")
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGTERM)
        output(process)
        assert process.returncode == 128 + signal.SIGTERM

    def test_a_command_that_is_not_there_is_named(self, pod):
        process = pod.start("pod", "/no/such/python")
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 127
        assert b"/no/such/python cannot be started: No such file" in err

    def test_the_end_of_an_earlier_attempt_is_forgotten(self, pod):
        pod.end.write_text("1\n")
        process = pod.run("import time; print('ready'); time.sleep(60)")
        assert process.stdout.readline() == b"ready\n"
        assert not pod.end.exists()

    def test_where_there_is_no_sidecar_events_are_marked_in_the_log(self, pod):
        code = f"print('out')\nopen({str(pod.events)!r}, 'a').write('{{}}\\n')"
        process = pod.run(code, JKF_EVENTS_IN_LOG="1")
        assert without_usage(output(process)) == b"out\n\x1e{}\n\x1e" + ended(0)

    def test_without_events_nothing_but_the_program_happens(self, pod):
        process = pod.run("print('out')", JKF_EVENTS="")
        assert output(process) == b"out\n"


class TestMeasuring:
    def test_what_the_container_uses_is_told_while_the_program_is_at_work(self, pod):
        # Sorting holds the interpreter's lock: nothing in the program could look.
        busy = "x = list(range(10**6, 0, -1))\nwhile True: sorted(x, key=lambda n: n)"
        process = pod.run(busy)
        wait_until(lambda: len(usage_of(pod)) >= 2, "usage")
        process.send_signal(signal.SIGTERM)
        output(process)
        for event in usage_of(pod):
            validate(event)
        assert max(event["cpu"] for event in usage_of(pod)) > 0.05
        assert usage_of(pod)[-1]["memoryBytes"] > 30_000_000

    def test_the_last_look_comes_before_the_word_that_no_more_will_come(self, pod):
        process = pod.run("import time; time.sleep(2)")
        wait_until(pod.end.exists, "the end")
        told = usage_of(pod)
        output(process)
        assert told and usage_of(pod) == told


def usage_of(pod) -> List[Dict[str, Any]]:
    lines = pod.events.read_text().splitlines() if pod.events.exists() else []
    events = [json.loads(line) for line in lines]
    return [event for event in events if event["kind"] == "usage"]


NODE = {
    "PET_NPROC_PER_NODE": "1",
    "PET_NODE_RANK": "2",
    "PET_NNODES": "3",
    "PET_MASTER_ADDR": "first",
    "PET_MASTER_PORT": "29500",
}
SHOW = "import os; print(*map(os.environ.get, ['RANK', 'WORLD_SIZE', 'MASTER_ADDR']))"


class TestRankOfNode:
    def test_one_process_a_node_has_the_rank_of_the_node(self, pod):
        assert output(pod.run(SHOW, **NODE)) == b"2 3 first\n"

    def test_several_processes_get_their_ranks_from_torchrun(self, pod):
        several = {**NODE, "PET_NPROC_PER_NODE": "2"}
        assert output(pod.run(SHOW, **several)) == b"None None None\n"

    def test_a_rank_that_an_operator_gave_stays(self, pod):
        assert output(pod.run(SHOW, **NODE, RANK="7")) == b"7 None None\n"


class TestFork:
    """Without a command the rank is a fork of the first process."""

    def start(self, folder, script, **env):
        folder.script(script)
        return subprocess.Popen(
            [PYTHON, "-u", str(RUNNER), "pod"],
            cwd=folder.path,
            env={**os.environ, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def test_it_runs_what_the_folder_says_as_a_process_of_its_own(self, folder):
        script = (
            "# %%\nimport os, sys\n"
            "print(os.getppid(), len(sys.argv), __name__, os.environ['RANK'])"
        )
        process = self.start(folder, script, **NODE)
        parent, rest = output(process).decode().strip().split(" ", 1)
        assert int(parent) == process.pid
        assert rest == "1 __main__ 2"
        assert process.returncode == 0

    def test_its_failure_is_that_of_the_container(self, folder):
        process = self.start(folder, "# %%\nraise SystemExit(7)")
        output(process)
        assert process.returncode == 7

    def test_sigterm_ends_it_though_the_first_process_handles_signals(self, folder):
        process = self.start(folder, "# %%\nimport time\nprint('on')\ntime.sleep(60)")
        ends_by(process, signal.SIGTERM, 128 + signal.SIGTERM)

    def test_signals_that_were_blocked_before_reach_it(self, folder, tmp_path):
        source = tmp_path / "none"
        source.mkdir()
        work = tmp_path / "w" / "work"
        work.parent.mkdir()
        folder.script("# %%\nimport time\nprint('on')\ntime.sleep(60)")
        shutil.copytree(folder.path, work, symlinks=True)
        unpacking = [PYTHON, "-I", str(UNPACK), str(source), str(work)]
        for program in ([], [PYTHON, "-u", str(RUNNER)]):
            process = subprocess.Popen(
                [*unpacking, PYTHON, "-u", str(RUNNER), "pod", *program],
                stdout=subprocess.PIPE,
            )
            ends_by(process, signal.SIGTERM, 128 + signal.SIGTERM)

    def test_sigint_interrupts_it(self, folder):
        process = self.start(folder, "# %%\nimport time\nprint('on')\ntime.sleep(60)")
        ends_by(process, signal.SIGINT, 128 + signal.SIGINT)

    def test_no_caches_of_the_runner_are_written(self, folder, tmp_path):
        copy = tmp_path / "copy"
        shutil.copytree(
            RUNNER, copy, ignore=shutil.ignore_patterns("__pycache__", "tests")
        )
        folder.script("# %%\n1")
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        command = [PYTHON, str(copy), "pod"]
        subprocess.run(command, cwd=folder.path, env=env, check=True)
        assert list((copy / "jkf_runner").rglob("*.pyc")) == []


class TestSidecar:
    def test_lines_are_printed_as_they_come(self, pod):
        process = pod.start("follow")
        with pod.events.open("ab", buffering=0) as file:
            for line in (b'{"a":1}\n', b'{"b":2}\n'):
                file.write(line)
                assert process.stdout.readline() == line

    def test_it_goes_on_after_the_rank_has_ended_until_it_is_told(self, pod):
        pod.events.write_bytes(b"1\n")
        pod.end.write_text("0\n")
        process = pod.start("follow")
        assert process.stdout.readline() == b"1\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGTERM)
        assert output(process) == ended(0)
        assert process.returncode == 0

    def test_told_early_it_waits_for_the_end_of_the_rank(self, pod):
        pod.events.write_bytes(b"1\n")
        process = pod.start("follow")
        assert process.stdout.readline() == b"1\n"
        process.send_signal(signal.SIGTERM)
        with pod.events.open("ab") as file:
            file.write(b"2\n")
        pod.says_end(0)
        assert output(process) == b"2\n" + ended(0)

    def test_a_rank_that_leaves_no_word_is_not_waited_for_long(self, pod):
        pod.events.write_bytes(b"1\nhalf")
        process = pod.start("follow", JKF_FOLLOW_PATIENCE="0.5")
        assert process.stdout.readline() == b"1\n"
        process.send_signal(signal.SIGTERM)
        assert output(process) == ended(-1)
        assert process.returncode == 0

    def test_a_line_of_many_chunks_stays_one(self, pod):
        line = b"x" * 300_000 + b"\n"
        pod.events.write_bytes(line)
        pod.end.write_text("0\n")
        process = pod.start("follow")
        assert process.stdout.readline() == line


def test_of_several_processes_in_a_pod_the_first_one_reports(folder):
    folder.script("# %%\n1\n")
    assert folder.run({"LOCAL_RANK": "1"}).events == []
    assert folder.run({"LOCAL_RANK": "0"}).one("finished")["ok"] is True
