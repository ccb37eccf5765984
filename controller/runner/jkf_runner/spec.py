"""What the runner is given: `.jkf/entry.json` and `JKF_PARAMETERS`."""

import json
import os
from typing import Any, Dict, List, NamedTuple, Optional

#: The folder of a run, below the rank's working folder.
FOLDER = ".jkf"

KINDS = ("script", "function", "notebook", "file")


class SpecError(Exception):
    """What was given cannot be run; the message is for the user."""


class Segment(NamedTuple):
    """Lines of the script that are lines of a cell, one to one."""

    script_line: int
    cell_line: int
    lines: int


class Cell(NamedTuple):
    """A cell of the script, executed as one unit."""

    number: int
    segments: List[Segment]
    may_raise: bool
    parameters: bool


class Notebook(NamedTuple):
    """A notebook to be executed, and the names of the parameters it declares."""

    path: str
    source: str
    parameters: List[str]


class Spec(NamedTuple):
    """What to start; `kind` says which of the rest means something."""

    kind: str
    path: str
    source: str
    cells: List[Cell]
    name: str
    args: List[str]
    #: Names of the parameters of the notebook; None: all that are given.
    parameters: Optional[List[str]]
    #: Notebooks behind it.
    next: List[Notebook]


def read_spec() -> Spec:
    """Read the entry of this working folder."""
    path = os.path.join(FOLDER, "entry.json")
    try:
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        return _spec(record)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SpecError(f"{path} does not say what to run: {error!r}") from error


def read_parameters() -> Dict[str, Any]:
    """Read the values that replace the notebook's defaults; often none."""
    text = os.environ.get("JKF_PARAMETERS", "")
    try:
        values = json.loads(text) if text.strip() else {}
    except ValueError as error:
        raise SpecError(f"JKF_PARAMETERS is not JSON: {error}") from error
    if not isinstance(values, dict):
        raise SpecError("JKF_PARAMETERS is not a JSON object of names and values")
    return values


def _spec(record: Dict[str, Any]) -> Spec:
    if record["kind"] not in KINDS:
        raise ValueError(f"there is no kind {record['kind']!r}")
    return Spec(
        kind=record["kind"],
        path=record["path"],
        source=record.get("source", record["path"]),
        cells=[_cell(cell) for cell in record.get("cells", [])],
        name=record.get("name", ""),
        args=list(record.get("args", [])),
        parameters=record.get("parameters"),
        next=[
            Notebook(each["path"], each["source"], list(each["parameters"]))
            for each in record.get("next", [])
        ],
    )


def _cell(record: Dict[str, Any]) -> Cell:
    segments = [
        Segment(part["scriptLine"], part["cellLine"], part["lines"])
        for part in record["segments"]
    ]
    return Cell(record["number"], segments, record["mayRaise"], record["parameters"])
