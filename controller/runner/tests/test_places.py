"""Places hold wherever the program goes."""

import shutil

from conftest import RUNNER


def test_the_runner_stays_out_of_tracebacks_after_a_change_of_folder(folder):
    folder.script(
        "from jkf_runner import run_file\n"
        "# %%\nimport os\nos.chdir('/')\n"
        "# %%\n\nrun_file('/no/such/file.py', globals())\n"
    )
    ran = folder.run()
    assert ran.code == 1
    assert "jkf_runner" not in ran.err and "runner" not in ran.err
    assert (ran.one("failure")["cell"], ran.one("failure")["line"]) == (2, 2)


def test_the_runner_leaves_no_caches_of_itself(folder):
    folder.script("# %%\n1\n")
    (folder.path / ".jkf" / "runner").unlink()
    ignore = shutil.ignore_patterns("__pycache__", "tests")
    shutil.copytree(str(RUNNER), str(folder.path / ".jkf" / "runner"), ignore=ignore)
    assert folder.run().code == 0
    assert list(folder.path.rglob("__pycache__")) == []
