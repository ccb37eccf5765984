"""
Filters of cells, for ``notebook_preprocessor=``. Neither is needed: once a cell has the
comment ``# fairing:include-cell``, only such cells are kept, and what a magic does is
kept, translated or refused.
"""

from typing import Any

from ..refusals import not_carried


class FilterMagicCommands:
    """Fairing's default."""


class FilterIncludeCell:
    """Only marked cells."""


class ConvertNotebookPreprocessorWithFire:
    """A command line over a class of the notebook."""

    def __init__(self, *args: Any, **options: Any) -> None:
        del args, options
        raise not_carried(
            "ConvertNotebookPreprocessorWithFire",
            "Run a function, and give its arguments as parameters.",
        )
