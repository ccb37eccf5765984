"""
`{expression}` and `$name` in the text of a magic or a shell line.

IPython's rules: an expression is evaluated where the line stands, a colon in braces
belongs to the expression (a slice, never a format), `$name` may have attributes and is
left alone between single quotes, `$$name` is `$name` for the shell. When anything in
the text cannot be evaluated, the whole text stays as it was written.
"""

import re
from string import Formatter
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

# What stands before, and the name; an even number of single quotes follows it.
_DOLLAR = re.compile(r"(.*?)\$(\$?[\w.]+)(?=(?:[^']*'[^']*')*[^']*$)")

_FORMATTER = Formatter()


def expand(text: str, scope: Optional[Mapping[str, Any]]) -> str:
    """Fill in the values; without a scope, or when one cannot be had, nothing."""
    if scope is None:
        return text
    try:
        return "".join(_pieces(text, dict(scope)))
    except Exception:
        return text


def _pieces(text: str, scope: Dict[str, Any]) -> Iterator[str]:
    for literal, field, conversion in _parsed(text):
        yield literal
        if field is not None:
            # The user's own notebook asks for it, as its cells do.
            value = eval(field, dict(scope))
            yield format(_FORMATTER.convert_field(value, conversion), "")


def _parsed(text: str) -> Iterator[Tuple[str, Optional[str], Optional[str]]]:
    for literal, field, spec, conversion in _FORMATTER.parse(text):
        rest = 0
        before = ""
        for found in _DOLLAR.finditer(literal):
            rest = found.end()
            before += found.group(1)
            name = found.group(2)
            if name.startswith("$"):
                before += name
            else:
                yield before, name, None
                before = ""
        joined = f"{field}:{spec}" if field is not None and spec else field
        yield before + literal[rest:], joined, conversion
