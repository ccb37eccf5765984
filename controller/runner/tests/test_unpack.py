"""Putting a bundle into the working folder, and waiting for it."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any, Dict, List

import pytest
from conftest import PYTHON, RUNNER
from pods import UNPACK, blocks_sigterm, end_of, ended, output, wait_until


def unpack(source, target, *command, **env):
    """Unpack as a pod does: by the file in the source, if that is a ConfigMap."""
    own = source / "unpack.py"
    unpacker = own if own.exists() else UNPACK
    return subprocess.run(
        [PYTHON, "-I", str(unpacker), str(source), str(target), *command],
        env={**os.environ, **env},
        capture_output=True,
        check=False,
    )


def index(source: Path, entries: List[Dict[str, Any]]) -> None:
    shutil.copy(UNPACK, source / "unpack.py")
    (source / "index.json").write_text(json.dumps({"files": entries}))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "bundle"
    path.mkdir()
    return path


class TestUnpack:
    def test_files_of_a_flat_map_come_to_their_places(self, source, tmp_path):
        (source / "f0").write_bytes(b"\x00\xff")
        (source / "f1").write_text("print(1)")
        index(
            source,
            [
                {"key": "f0", "path": "data/ä b.bin", "mode": 0o644},
                {"key": "f1", "path": "run.py", "mode": 0o755},
            ],
        )
        target = tmp_path / "work"
        assert unpack(source, target).returncode == 0
        assert (target / "data" / "ä b.bin").read_bytes() == b"\x00\xff"
        assert (target / "run.py").stat().st_mode & 0o777 == 0o755

    def test_a_folder_of_an_image_is_copied_and_can_be_written(self, source, tmp_path):
        (source / "deep").mkdir()
        (source / "deep" / "a.py").write_text("1")
        (source / "deep" / "a.py").chmod(0o444)
        target = tmp_path / "work"
        assert unpack(source, target).returncode == 0
        assert (target / "deep" / "a.py").stat().st_mode & 0o777 == 0o644

    def test_a_container_that_is_started_again_finds_what_it_left(
        self, source, tmp_path
    ):
        (source / "state.txt").write_text("new")
        target = tmp_path / "work"
        assert unpack(source, target).returncode == 0
        (target / "state.txt").write_text("epoch 3")
        assert unpack(source, target).returncode == 0
        assert (target / "state.txt").read_text() == "epoch 3"

    def test_a_file_called_as_the_index_is_a_file(self, source, tmp_path):
        (source / "index.json").write_text("[1]")
        assert unpack(source, tmp_path / "work").returncode == 0
        assert (tmp_path / "work" / "index.json").read_text() == "[1]"

    def test_a_folder_that_cannot_be_made_is_the_program_s_affair(
        self, source, tmp_path
    ):
        (tmp_path / "file").write_text("")
        home = str(tmp_path / "file" / "home")
        assert unpack(source, tmp_path / "work", HOME=home).returncode == 0

    def test_told_to_end_meanwhile_it_does_not_begin(self, source, tmp_path):
        pipe = source / "slow.bin"
        os.mkfifo(pipe)
        command = [PYTHON, "-I", str(UNPACK), str(source), str(tmp_path / "work")]
        code = "print('began')"
        process = subprocess.Popen(
            [*command, PYTHON, "-c", code], stdout=subprocess.PIPE
        )
        with pipe.open("wb") as file:
            process.send_signal(signal.SIGTERM)
            file.write(b"data")
        assert output(process) == b""
        assert process.returncode == 128 + signal.SIGTERM

    def test_folders_that_the_environment_names_are_made(self, source, tmp_path):
        home, temporary = tmp_path / "h" / "ome", tmp_path / "t"
        env = {"HOME": str(home), "TMPDIR": str(temporary)}
        assert unpack(source, tmp_path / "work", **env).returncode == 0
        assert home.is_dir() and temporary.is_dir()

    def test_the_command_follows_in_the_working_folder(self, source, tmp_path):
        code = "import os; print(os.getcwd())"
        ran = unpack(source, tmp_path / "work", PYTHON, "-c", code)
        assert ran.stdout.decode().strip() == str(tmp_path / "work")

    @pytest.mark.parametrize("path", ["../out", "/out", "a/../../out"])
    def test_a_path_that_leads_out_is_refused(self, source, tmp_path, path):
        (source / "f0").write_text("x")
        index(source, [{"key": "f0", "path": path, "mode": 0o644}])
        ran = unpack(source, tmp_path / "work")
        assert ran.returncode == 1
        assert b"leads out of the bundle" in ran.stderr
        assert not (tmp_path / "out").exists()


class TestWaiting:
    COMMAND = (PYTHON, "-c", "import os; print(os.getcwd())")

    def wait(self, target, *command):
        return subprocess.Popen(
            [PYTHON, "-I", str(UNPACK), "wait", str(target), *command],
            stdout=subprocess.PIPE,
        )

    def test_the_command_begins_once_the_bundle_is_there(self, source, tmp_path):
        (source / "a.py").write_text("1")
        target = tmp_path / "work"
        waiting = self.wait(target, *self.COMMAND)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(0.3)
        assert unpack(source, target).returncode == 0
        assert output(waiting).decode().strip() == str(target)

    def test_told_to_end_it_does(self, tmp_path):
        waiting = self.wait(tmp_path / "work", *self.COMMAND)
        wait_until(lambda: blocks_sigterm(waiting.pid), "blocking")
        waiting.send_signal(signal.SIGTERM)
        assert output(waiting) == b""
        assert waiting.returncode == 0

    def test_a_signal_while_the_sidecar_starts_is_kept_for_it(self, source, tmp_path):
        events = tmp_path / "events.jsonl"
        events.write_text("1\n")
        end_of(events).write_text("0\n")
        # It blocks until the signal is there, then becomes the sidecar.
        gate = "import os, sys; sys.stdin.read(); os.execv(sys.argv[1], sys.argv[1:])"
        follow = [PYTHON, "-u", str(RUNNER), "follow"]
        unpack(source, tmp_path / "work")
        waiting = subprocess.Popen(
            [
                *[PYTHON, "-I", str(UNPACK), "wait", str(tmp_path / "work")],
                *[PYTHON, "-c", gate, *follow],
            ],
            env={**os.environ, "JKF_EVENTS": str(events)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        wait_until(lambda: blocks_sigterm(waiting.pid), "blocking")
        waiting.send_signal(signal.SIGTERM)
        assert output(waiting) == b"1\n" + ended(0)
        assert waiting.returncode == 0
