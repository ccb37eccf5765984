"""
Filters of cells, for ``notebook_preprocessor=``. Neither is needed: once a cell has the
comment ``# fairing:include-cell``, only such cells are kept, and what a magic does is
kept, translated or refused.
"""


class FilterMagicCommands:
    """Fairing's default."""


class FilterIncludeCell:
    """Only marked cells."""
