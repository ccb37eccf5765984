"""Code that starts runs is the same inside one, where it starts none."""

import os
import textwrap

from conftest import requires

#: A notebook as it is outside, with everything of the package that notebooks name.
NOTEBOOK = """
# %%
import jupyterlab_kubeflow as jk
from jupyterlab_kubeflow import fairing
from jupyterlab_kubeflow.fairing.kubernetes.utils import get_resource_mutator
from jupyterlab_kubeflow.fairing.backends import BackendInterface
import jupyterlab_kubeflow.fairing.ml_tasks.tasks as tasks

class Mine(BackendInterface):
    pass

def train():
    print("trained")
    return 3
# %%
fairing.config.set_builder("append", base_image="b", registry="r", push=True)
fairing.config.set_deployer("job", pod_spec_mutators=[get_resource_mutator(cpu=2)])
assert fairing.config.fn(train)() == 3
_, _, deployer = fairing.config.run()
deployer.get_logs()
job = tasks.TrainJob(train, backend=Mine())
job.submit()
# %%
run = jk.run(train, workers=3)
print(run, [line for line in run.logs()], bool(run), run.state)
"""


def test_a_notebook_with_the_package_in_it_runs_where_there_is_none(folder):
    folder.script(NOTEBOOK)
    ran = folder.run()
    assert ran.code == 0, ran.err
    nothing = "<nothing: this is the run itself>"
    assert ran.out.decode() == f"trained\n{nothing} [] False {nothing}\n"
    said = "jupyterlab_kubeflow: this is the run itself, so nothing is started here.\n"
    assert ran.err == said


def test_programs_that_it_starts_are_part_of_the_run(folder):
    code = "from jupyterlab_kubeflow import fairing as f; print(f.config.fn(7))"
    folder.script(
        textwrap.dedent(
            f"""
            # %%
            import subprocess, sys
            subprocess.run([sys.executable, "-c", {code!r}], check=True)
            """
        )
    )
    ran = folder.run()
    assert (ran.code, ran.out, ran.err) == (0, b"7\n", "")


def test_a_kernel_is_part_of_the_run(folder):
    requires("nbclient")
    requires("ipykernel")
    from test_notebook import notebook

    cells = NOTEBOOK.split("# %%")[1:]
    notebook(folder, *cells)
    ran = folder.run()
    assert ran.code == 0, ran.err
    assert b"trained" in ran.out


def test_a_package_that_is_there_is_told_and_not_replaced(folder, tmp_path):
    there = tmp_path / "there" / "jupyterlab_kubeflow"
    there.mkdir(parents=True)
    (there / "__init__.py").write_text(
        "import os\nsaid = os.environ['FAIRING_RUNTIME']\n"
    )
    folder.script(
        "\n# %%\nimport jupyterlab_kubeflow as j\nprint(j.said, j.__file__)\n"
    )
    ran = folder.run({"PYTHONPATH": os.fspath(there.parent)})
    assert ran.out.decode() == f"1 {there / '__init__.py'}\n"
