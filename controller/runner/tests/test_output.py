"""The program's own output stays as it is; what is in it is reported beside it."""

import subprocess

from conftest import PYTHON


def metrics(ran):
    return [(e["cell"], e["name"], e["value"], e.get("step")) for e in ran.of("metric")]


def test_output_is_what_python_alone_would_write(folder):
    code = (
        "import os, sys\n"
        "print('é', end=''); sys.stdout.write('x\\n'); os.write(1, b'raw\\xff\\n')\n"
        "sys.stdout.buffer.write(b'buffer\\n'); print('loss=0.5\\r')\n"
        "sys.stdout.writelines(['a\\n', 'b']); print(flush=True)\n"
        "print(sys.stdout.isatty(), sys.stdout.fileno(), sys.stdout.encoding)\n"
        "print(sys.stdout.errors, sys.stdout.name, sys.stdout.mode)\n"
        "print(sys.stdout.line_buffering, sys.stdout.write_through)\n"
        "print(sys.__stdout__ is sys.stdout)\n"
    )
    folder.script("# %%\n" + code)
    alone = subprocess.run(
        [PYTHON, "-u", "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    assert folder.run().out == alone.stdout


def test_metrics_of_both_streams_are_reported_with_their_cell(folder):
    folder.script(
        "# %%\nimport sys\nprint('loss=', 0.5, sep='')\n"
        "# %%\nfor e in range(2):\n"
        "    print(f'epoch {e} acc: {e / 2}', file=sys.stderr)\n"
    )
    ran = folder.run()
    assert metrics(ran) == [
        (1, "loss", 0.5, None),
        (2, "acc", 0.0, 0.0),
        (2, "acc", 0.5, 1.0),
    ]


def test_what_helpers_say_is_no_metric(folder):
    folder.script(
        "from jkf_runner import env, write_file\n# %%\nenv('A=1')\n"
        "write_file('b=2', '')\n"
    )
    ran = folder.run()
    assert ran.out == b"env: A=1\nWriting b=2\n"
    assert metrics(ran) == []


def test_numbers_in_a_traceback_are_no_metrics(folder):
    folder.script("# %%\nraise ValueError('loss: 3')\n")
    ran = folder.run()
    assert metrics(ran) == []
    assert "loss: 3" in ran.err


def test_huge_output_passes_whole_and_without_eating_memory(folder):
    folder.script(
        "# %%\nimport sys\nfor _ in range(40):\n    sys.stdout.write('x' * 1_000_000)\n"
        "print()\nfor i in range(20_000):\n    print('line', i, 'loss=', i)\n"
    )
    ran = folder.run()
    assert len(ran.out) > 40_000_000
    assert 100 <= len(metrics(ran)) < 5_000
    assert metrics(ran)[-1][2] == 19_999
    assert ran.of("memory")[-1]["peakBytes"] < 200_000_000


def test_lone_surrogates_reach_values_and_failures(folder):
    folder.script("# %%\n'\\ud800é'\n# %%\nraise ValueError('\\ud800')\n")
    ran = folder.run({"PYTHONIOENCODING": "utf-8:backslashreplace"})
    assert ran.one("value")["text"] == "'\\ud800é'"
    assert ran.one("failure")["message"] == "\ud800"
    assert "\\ud800" in ran.err


def test_a_full_disk_ends_the_reports_and_not_the_program(folder):
    folder.script("# %%\nprint('loss=1')\n1\n# %%\nprint('still here')\n")
    ran = folder.run({"JKF_EVENTS": "/dev/full"})
    assert (ran.code, ran.out) == (0, b"loss=1\nstill here\n")
    assert ran.err.count("no longer reported") == 1
    assert "No space left on device" in ran.err


def test_a_missing_events_folder_is_noted_once(folder):
    folder.script("# %%\n1\n")
    ran = folder.run({"JKF_EVENTS": str(folder.path / "gone" / "events")})
    assert ran.code == 0
    assert ran.err.count("no longer reported") == 1


def test_without_an_events_file_nothing_is_reported(folder):
    folder.script("# %%\nprint(1)\n2\n")
    ran = folder.run({"JKF_EVENTS": ""})
    assert (ran.code, ran.out, ran.err, ran.events) == (0, b"1\n", "", [])


def test_events_never_end_up_in_a_file_that_took_their_descriptor(folder):
    folder.script(
        "# %%\nimport os\nos.closerange(3, 100)\n"
        "files = [open(f'f{i}', 'w') for i in range(20)]\n"
        "# %%\nos.chdir('/')\n# %%\n3\n"
    )
    ran = folder.run()
    assert ran.code == 0
    assert [e["text"] for e in ran.of("value")] == ["3"]
    assert all((folder.path / f"f{i}").stat().st_size == 0 for i in range(20))


def test_a_replaced_or_closed_stdout_does_not_fail_the_run(folder):
    folder.script(
        "# %%\nimport io, sys\nsys.stdout = io.StringIO()\nprint('loss=1')\n"
        "# %%\nsys.stderr.close()\n# %%\n1/0\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out) == (1, b"")
    assert ran.one("failure")["exception"] == "ZeroDivisionError"
