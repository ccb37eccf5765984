"""Fairing's surface as programs use it, against the real gateway."""

from programs import Place

#: What programs below begin with; ``plan`` makes a plan and starts nothing.
BEGIN = """
import json
from jupyterlab_kubeflow import fairing
from jupyterlab_kubeflow.fairing.kubernetes.utils import *
config = fairing.config

def plan():
    entry = config.get_preprocessor().entry
    with config.get_deployer().planned(entry, config.get_builder().settings) as made:
        settings = made._asked.body["settings"]
        data = made.data
        out.update(files=sorted(made.files), mode=data["mode"], problems=repr(made))
        out.update(entry=data["bundle"]["entry"], digest=made.digest, settings=settings)
        if data["target"]["kind"] == "cluster":
            out["workload"] = made.workload()
            out["kinds"] = [item["kind"] for item in made.manifests()]
        return made
"""
HERE = 'config.set_deployer("job", context="local")\n'
FILE = 'config.set_preprocessor("python", executable="train.py")\n'


def place_in(folder, cluster):
    """Files to run, and a cluster that answers at that address."""
    made = Place(folder)
    made.kubeconfig(cluster)
    (made.work / "data.csv").write_text("1,2\n")
    (made.work / "src").mkdir()
    (made.work / "src" / "near.py").write_text("value = 7\n")
    (made.work / "src" / "train.py").write_text(
        "import near, sys\nprint(near.value, open('data.csv').read().strip(), sys.argv)"
    )
    (made.work / "train.py").write_text("print('trained', open('data.csv').read())\n")
    made.notebook(
        "n.ipynb",
        "x = 1",
        "%%bash\necho magic",
        "!echo one \\\n  two",
        "print('whole', x)",
    )
    marked = ("# fairing:include-cell\nprint('marked')", "print('not marked')")
    made.notebook("marked.ipynb", *marked)
    return made


def logged(place, code):
    """Lines that a run of the code on this computer prints."""
    ran = place.program(BEGIN + HERE + code, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[:-1]


def made(place, code):
    return place.program(BEGIN + code)
