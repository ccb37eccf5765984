"""Parameters of a whole-notebook run: a cell of assignments, as papermill makes it."""

from typing import Any, Dict, List

_TAG = "injected-parameters"


def inject(notebook: Any, numbers: List[int], values: Dict[str, Any]) -> List[int]:
    """
    Insert the assignments behind the cell tagged `parameters`, else at the top.

    An earlier injection is replaced.

    :param numbers: code cell number of each cell, or 0.
    :returns: the numbers of the notebook's cells now; the new cell has none.
    """
    kept = [i for i, cell in enumerate(notebook.cells) if _TAG not in _tags(cell)]
    cells = [notebook.cells[i] for i in kept]
    numbers = [numbers[i] for i in kept]
    tagged = [i for i, cell in enumerate(cells) if "parameters" in _tags(cell)]
    at = tagged[0] + 1 if tagged else 0
    cells.insert(at, _cell(notebook, values))
    numbers.insert(at, 0)
    notebook.cells = cells
    return numbers


def _cell(notebook: Any, values: Dict[str, Any]) -> Any:
    from nbformat.v4 import new_code_cell

    lines = [f"{name} = {_literal(value)}" for name, value in values.items()]
    source = "\n".join(["# Parameters", *lines])
    cell = new_code_cell(source, metadata={"tags": [_TAG]})
    if notebook.nbformat_minor < 5:
        # Cells have ids since nbformat 4.5.
        cell.pop("id", None)
    return cell


def _literal(value: Any) -> str:
    """Write a JSON value as Python, `NaN` and `Infinity` of Python's JSON included."""
    if isinstance(value, dict):
        items = (f"{_literal(k)}: {_literal(v)}" for k, v in value.items())
        return "{" + ", ".join(items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, float):
        return f'float("{value!r}")' if value - value != 0 else repr(value)
    return repr(value)


def _tags(cell: Any) -> List[str]:
    return list(cell.metadata.get("tags", []))
