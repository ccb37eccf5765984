"""What converted notebooks call: shell lines, scripts, magics, `%run`."""

import os
import random
import subprocess
import sys

import jkf_runner
import pytest
from conftest import PYTHON
from jkf_runner import cd, env, run_file, script, sh, sh_lines, write_file
from jkf_runner.expand import expand

SCOPE = {"x": 5, "name": "a b", "items": [1, 2, 3], "path": os.path}

EXPANSIONS = [
    ("echo {x}", "echo 5"),
    ("echo $x ${x}", "echo 5 $5"),
    ("echo {items[1:]} {x+1} {name!r}", "echo [2, 3] 6 'a b'"),
    ("echo $$x $$HOME {{x}}", "echo $x $HOME {x}"),
    ("echo {x} $HOME", "echo {x} $HOME"),
    ("awk '{print $1}' {x}", "awk '{print $1}' {x}"),
    ("echo '$x' $x", "echo '$x' 5"),
    ("echo $path.sep", "echo " + os.sep),
    ("echo {x:.2f}", "echo {x:.2f}"),
    ("echo {", "echo {"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), EXPANSIONS)
def test_names_and_expressions_are_filled_in_by_ipythons_rules(text, expected):
    assert expand(text, SCOPE) == expected


def test_ipython_itself_fills_them_in_the_same_way():
    text = pytest.importorskip("IPython.utils.text")
    seed = random.randrange(1 << 32)
    generator = random.Random(seed)
    pieces = [
        "$",
        "{",
        "}",
        "x",
        "$x",
        "{x}",
        "'",
        '"',
        " ",
        ".",
        ":",
        "!r",
        "$$",
        "1",
        "{items[0]}",
        "name",
        "[",
        "]",
        "$name",
        "é",
        "\\",
        "{x!r}",
        "$path.sep",
    ]
    for _ in range(3_000):
        line = "".join(generator.choices(pieces, k=generator.randrange(12)))
        try:
            expected = text.DollarFormatter().vformat(line, [], dict(SCOPE))
        except Exception:
            expected = line
        assert expand(line, SCOPE) == expected, (seed, line)


def test_a_shell_line_streams_its_output_and_leaves_its_exit_code(capsys):
    scope = {"x": "hello"}
    sh("echo {x}; echo err >&2; exit 3", scope)
    assert capsys.readouterr() == ("hello\n", "err\n")
    assert scope["_exit_code"] == 3
    sh("kill -9 $$", scope)
    assert scope["_exit_code"] == -9
    assert sh("true", scope) is None


def test_a_shell_line_uses_a_shell_that_understands_it(monkeypatch):
    for shell in ("/bin/bash", "/usr/bin/fish", "/no/such/bash", ""):
        monkeypatch.setenv("SHELL", shell)
        assert sh_lines("echo $((1 + 1))") == ["2"]


def test_lines_of_output_have_ipythons_views(tmp_path):
    lines = sh_lines(f"printf 'a 1\\nb 2\\n{tmp_path}\\n'; echo err >&2; false")
    assert lines == ["a 1", "b 2", str(tmp_path), "err"]
    assert lines.l == list(lines) and type(lines.l) is list
    assert lines.n == "\n".join(lines)
    assert lines.s == " ".join(lines)
    assert lines.p == [tmp_path]
    assert lines.grep("^B") == ["b 2"]
    assert lines.fields(1) == ["1", "2"]
    assert lines.fields()[0] == ["a", "1"]
    with pytest.raises(AttributeError):
        _ = lines.q


def test_a_command_left_in_the_background_does_not_hold_the_cell(capfd):
    scope = {}
    sh("(sleep 30 & echo started)", scope)
    assert capfd.readouterr().out == "started\n"
    sh("sleep 0.01 &", scope)
    assert scope["_exit_code"] == 0


def test_output_that_is_not_text_is_passed_on(capsys):
    sh("printf 'a\\377b'")
    assert capsys.readouterr().out == "a\ufffdb"


def test_a_script_reads_its_cell_and_fails_the_cell(capsys):
    script("bash", "x=1\necho $x {y}\necho err >&2", {"y": 2})
    assert capsys.readouterr() == ("1 {y}\n", "err\n")
    with pytest.raises(subprocess.CalledProcessError) as failure:
        script("sh", "exit 4", {})
    assert failure.value.returncode == 4
    script("sh", "exit 4", {}, no_raise=True)
    with pytest.raises(FileNotFoundError):
        script("no-such-program", "", {})


def test_a_script_gives_back_what_is_captured(capsys):
    body = "echo out; echo err >&2"
    assert script("sh", body, {}, out=True) == "out\n"
    assert script("sh", body, {}, err=True) == "err\n"
    assert script("sh", body, {}, err=True, out=True) == ("out\n", "err\n")
    assert capsys.readouterr() == ("out\n", "err\n")
    assert script("echo {x}", "", {"x": "filled"}, out=True) == "filled\n"


def test_a_script_that_prints_more_than_a_pipe_holds_does_not_hang():
    body = "seq 1 50000\n" + "# padding\n" * 50_000
    assert len(script("sh", body, {}, out=True)) > 250_000


def test_cd_changes_the_folder_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b").mkdir()
    cd("'a b'")
    assert os.getcwd() == str(tmp_path / "a b")
    cd("-")
    assert os.getcwd() == str(tmp_path)
    cd("-q a b", {})
    cd("{up}", {"up": ".."})
    monkeypatch.setenv("HOME", str(tmp_path / "a b"))
    cd()
    cd("/no/such/folder")
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        str(tmp_path / "a b"),
        str(tmp_path),
        str(tmp_path),
        str(tmp_path / "a b"),
    ]
    assert "/no/such/folder" in captured.err
    assert os.getcwd() == str(tmp_path / "a b")


def test_env_reads_and_sets(monkeypatch, capsys):
    monkeypatch.setenv("JKF_TEST", "1")
    monkeypatch.setenv("MY_TOKEN", "hush")
    assert env("JKF_TEST") == "1"
    assert env("JKF_TEST={x} y", {"x": 3}) is None
    assert os.environ["JKF_TEST"] == "3 y"
    env("JKF_TEST four five")
    assert os.environ["JKF_TEST"] == "four five"
    assert env()["MY_TOKEN"] == "<hidden>"
    assert env("JKF_NO_SUCH") is None
    assert "env: JKF_TEST=3 y\n" in capsys.readouterr().out


def test_files_are_written_as_the_magic_does(tmp_path, capsys):
    file = tmp_path / "a.py"
    write_file(str(file), "é = 1\n")
    write_file("{f}", "b = 2", {"f": file}, append=True)
    assert file.read_text(encoding="utf-8") == "é = 1\nb = 2\n"
    write_file(str(file), "")
    said = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert said == ["Writing", "Appending", "Overwriting"]


def test_a_program_that_is_run_gives_its_names(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "neighbour.py").write_text("value = 7\n")
    (tmp_path / "prog.py").write_text(
        "import sys\nfrom neighbour import value\n"
        "print(__name__, __file__, sys.argv[1:])\ndef f(): return value\n"
    )
    before, scope = list(sys.argv), {"arg": "x y"}
    main = sys.modules["__main__"]
    run_file("prog '{arg}' *.py", scope)
    out = capsys.readouterr().out
    assert out == "__main__ prog.py ['x y', 'neighbour.py', 'prog.py']\n"
    assert scope["f"]() == 7
    assert "__name__" not in scope
    assert (sys.argv, sys.modules["__main__"]) == (before, main)
    assert str(tmp_path) not in sys.path


def test_options_of_a_program_that_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.py").write_text("n = start + 1\nname = __name__\n")
    scope = {"start": 1, "__name__": "__main__"}
    run_file("-i p.py", scope)
    assert (scope["n"], "__file__" in scope) == (2, False)
    (tmp_path / "p.py").write_text("name = __name__\n")
    run_file("-n p.py", scope)
    assert scope["name"] == "p"
    (tmp_path / "p.py").write_text("import sys\nsys.exit(3)\n")
    run_file("-e p.py", scope)
    with pytest.raises(SystemExit):
        run_file("p.py", scope)
    with pytest.raises(ValueError, match="-d"):
        run_file("-d p.py", scope)


def test_every_helper_works_in_a_plain_program(tmp_path):
    code = (
        "from jkf_runner import *\n"
        "display(1, 'a'); print(get_ipython())\n"
        "async def f(): return 2\n"
        "print(run_async(f()))\n"
        "sh('echo hi', globals()); print(_exit_code)\n"
    )
    (tmp_path / "plain.py").write_text(code)
    folder = os.path.dirname(os.path.dirname(jkf_runner.__file__))
    done = subprocess.run(
        [PYTHON, "plain.py"],
        cwd=str(tmp_path),
        env={**os.environ, "PYTHONPATH": folder},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split() == ["1", "'a'", "None", "2", "hi", "0"]
    assert done.stderr == b""
