"""A `.py` file is executed as `python file` does."""

import os


def test_a_file_runs_as_main_with_its_arguments_and_folder(folder):
    (folder.path / "src").mkdir()
    (folder.path / "src" / "near.py").write_text("value = 3\n")
    (folder.path / "src" / "train.py").write_text(
        "import sys, near\nprint(__name__, __file__, sys.argv, near.value)\n"
        "print('loss=0.5')\n'no value'\n"
    )
    folder.entry(kind="file", path="src/train.py", args=["--lr", "é"])
    ran = folder.run()
    assert (ran.code, ran.err) == (0, "")
    expected = "__main__ src/train.py ['src/train.py', '--lr', 'é'] 3\nloss=0.5\n"
    assert ran.out.decode() == expected
    assert ran.one("metric")["cell"] == 0
    assert ran.one("started")["cells"] == 0
    assert ran.of("value") == []


def test_its_failures_name_its_line(folder):
    (folder.path / "near.py").write_text("def f():\n    1/0\n")
    (folder.path / "a.py").write_text("import near\n\nnear.f()\n")
    folder.entry(kind="file", path="a.py", args=[])
    ran = folder.run()
    assert ran.code == 1
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (0, 3)
    assert "jkf_runner" not in ran.err
    (folder.path / "a.py").write_text("x = \n")
    folder.events.unlink()
    ran = folder.run()
    assert (ran.code, ran.one("failure")["line"]) == (1, 1)
    assert ran.err.lstrip().startswith('File "a.py", line 1')


def test_spawned_processes_import_it_again_as_they_do_without_us(folder):
    (folder.path / "a.py").write_text(
        "import multiprocessing as mp\ndef square(x): return x * x\n"
        "if __name__ == '__main__':\n"
        "    with mp.get_context('spawn').Pool(2) as pool:\n"
        "        print(pool.map(square, [2, 3]))\n"
    )
    folder.entry(kind="file", path="a.py", args=[])
    ran = folder.run()
    assert (ran.code, ran.out) == (0, f"[4, 9]{os.linesep}".encode())


def test_a_missing_file_is_a_failure(folder):
    folder.entry(kind="file", path="gone.py", args=[])
    ran = folder.run()
    assert ran.code == 1
    assert ran.one("failure")["exception"] == "FileNotFoundError"
