"""What notebooks show of runs and problems is text, whatever it says."""

import re

import pytest

from jupyterlab_kubeflow.client import html
from jupyterlab_kubeflow.client.errors import JkfError

EVIL = '<img src=x onerror="alert(1)">'
RUN = {
    "id": EVIL,
    "state": "failed",
    "source": EVIL,
    "target": {"kind": "cluster", "context": EVIL, "namespace": EVIL},
    "ranks": [{"state": EVIL}, {"state": "running"}],
    "metrics": {EVIL: 0.25},
    "waiting": {"text": EVIL},
    "problem": {"code": EVIL, "sentence": EVIL, "remedy": EVIL},
    "progress": {"position": 2, "of": 3},
    "startedAt": 1000,
    "endedAt": 3500,
}
SHOWN = [
    html.run(RUN),
    html.runs([RUN, RUN]),
    JkfError(RUN["problem"])._repr_html_(),
    html.word(EVIL),
]


@pytest.mark.parametrize("shown", SHOWN)
def test_nothing_that_is_said_becomes_an_element(shown):
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in shown
    elements = set(re.findall(r"<(\w+)", shown))
    assert elements <= {"div", "table", "tr", "th", "td", "b", "br", "code", "span"}


def test_a_run_is_told_in_words():
    shown = html.run(RUN)
    for words in ("1 running", "2 of 3", "2.5 s", " 0.25"):
        assert words in shown


def test_colours_are_those_of_the_theme():
    for shown in SHOWN:
        colours = re.findall(r"(?:color:|solid )([^;\"]+)", shown)
        assert all(colour.startswith(("var(--jp-", "inherit")) for colour in colours)
