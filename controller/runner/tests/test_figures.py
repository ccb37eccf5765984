"""Figures are saved; nothing is imported for it."""

import pytest
from conftest import requires


def names(ran):
    return [(event["cell"], event["path"]) for event in ran.of("figure")]


def test_no_plotting_library_is_imported_by_us(folder):
    folder.script(
        "# %%\nimport os, sys\nprint(os.environ['MPLBACKEND'])\n"
        "heavy = {'matplotlib', 'asyncio', 'IPython', 'numpy', 'nbclient', 'PIL'}\n"
        "print(heavy & set(sys.modules))\n"
    )
    assert folder.run().out == b"Agg\nset()\n"


@pytest.mark.parametrize(
    ("given", "used"), [("pdf", "pdf"), ("module://matplotlib_inline.x", "Agg")]
)
def test_a_chosen_backend_is_kept_unless_it_needs_a_front_end(folder, given, used):
    folder.script("# %%\nimport os\nprint(os.environ['MPLBACKEND'])\n")
    assert folder.run({"MPLBACKEND": given}).out.decode().strip() == used


def test_open_figures_are_saved_at_the_end_of_the_cell(folder):
    requires("matplotlib")
    folder.script(
        "# %%\nimport matplotlib.pyplot as plt\n"
        "fig, ax = plt.subplots()\nplt.figure()\nfig\n"
        "# %%\nplt.plot([1, 2]); plt.show()\nplt.plot([2, 1]);\n"
        "# %%\nfig\n# %%\nprint(plt.get_fignums())\n"
        "# %%\nimport os\nos.chdir('/')\nplt.plot([1])\nraise ValueError\n"
    )
    ran = folder.run()
    assert names(ran) == [
        (1, ".jkf/figures/cell-1-1.png"),
        (1, ".jkf/figures/cell-1-2.png"),
        (2, ".jkf/figures/cell-2-1.png"),
        (2, ".jkf/figures/cell-2-2.png"),
        (3, ".jkf/figures/cell-3-1.png"),
        (5, ".jkf/figures/cell-5-1.png"),
    ]
    for _, path in names(ran):
        assert (folder.path / path).read_bytes().startswith(b"\x89PNG")
    assert ran.out == b"[]\n"
    assert "Warning" not in ran.err
    assert ran.of("value") == []


def test_what_is_displayed_is_saved_or_reported_and_not_printed(folder):
    folder.script(
        "from jkf_runner import display\n"
        "# %%\nclass Picture:\n    def _repr_png_(self): return b'\\x89PNG'\n"
        "class Encoded:\n    def _repr_png_(self): return ('iVBO', {})\n"
        "display(Picture(), 'text', Encoded(), metadata={})\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"")
    assert len(names(ran)) == 2
    assert ran.one("value")["text"] == "'text'"


def test_a_figure_that_cannot_be_saved_is_noted(folder):
    folder.script(
        "from jkf_runner import display\n# %%\n"
        "class Picture:\n    def _repr_png_(self): return b'x'\n"
        "import shutil\nopen('.jkf/figures', 'w').close()\nPicture()\n"
    )
    ran = folder.run()
    assert (ran.code, names(ran)) == (0, [])
    assert "a figure was not saved" in ran.err
