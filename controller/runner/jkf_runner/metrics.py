"""
Numbers a line of output reports: `name=value`, `name: value`, and JSON lines.

Conservative: what looks like a time, a version, a path, a URL, an address or the text
form of an object is left alone. Cheap: most lines cost three searches for a character.
"""

import json
import math
import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

#: Characters of a line that is looked at; longer ones hold data, not metrics.
LINE_LIMIT = 64 * 1024


class Metric(NamedTuple):
    """A number with a name, and the epoch or step its line mentions."""

    name: str
    value: float
    step: Optional[float]


_NAME = r"[A-Za-z_][\w./-]{0,63}"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
# A number ends where nothing follows that would make it part of something else:
# a unit (3s), a time (12:30), a version (1.2.3), a date (2024-01), a list (1,2).
_END = r"(?![\w:/\\]|[-+]\w|\.\w|,\d|%\w)"
_PAIR = re.compile(
    r"(?<![\w./\\:@'\"$%<&?#+-])(?P<name>" + _NAME + r")"
    # `name: 5` needs its blank (`host:8080` is an address), `name:0.5` does not.
    r"(?:\s*=\s*|:\s+|\s+:\s+|:(?=[-+]?\d*\.\d))"
    r"(?P<value>" + _NUMBER + r")%?" + _END
)
_STEP_WORD = r"(?:global_step|epoch|step|iteration|iter|batch|round)"
_STEP = re.compile(
    r"(?<![\w./-])" + _STEP_WORD + r"s?\s*[:=#]?\s*[\[(]?\s*(?P<value>\d+)(?!\.?\w)",
    re.IGNORECASE,
)
_IS_STEP = re.compile(_STEP_WORD + "$", re.IGNORECASE)
# `Linear(in_features=4)`: a call or the text form of an object.
_CALL = re.compile(r"(?<=\w)\([^()]*\)")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# One entry of a flat dict, as training libraries print their logs.
_ENTRY = re.compile(
    r"\s*(['\"])(?P<name>"
    + _NAME
    + r")\1\s*:\s*(['\"]?)(?P<value>"
    + _NUMBER
    + r")\3\s*"
)
_FULL_NAME = re.compile(_NAME)
#: Names whose numbers say what something is, not how well it does.
_NOT_METRICS = frozenset(("version", "port", "pid", "line", "id", "date", "year"))


def scan(line: str) -> List[Metric]:
    """Find the metrics of one line of output, without its line end."""
    if "=" not in line and ":" not in line:
        return []
    if len(line) > LINE_LIMIT:
        return []
    text = _visible(line)
    if text.startswith("{"):
        return list(_braces(text))
    return list(_pairs(text))


def _visible(line: str) -> str:
    """Take what a terminal would show of the line in the end."""
    if "\x1b" in line:
        line = _ESCAPE.sub("", line)
    if "\b" in line:
        line = line[line.rindex("\b") + 1 :]
    return line.strip()


def _pairs(text: str) -> Iterator[Metric]:
    if "(" in text:
        text = _CALL.sub("\0", text)
    found = _STEP.search(text)
    step = float(found.group("value")) if found else None
    for match in _PAIR.finditer(text):
        name = match.group("name")
        if name.lower() not in _NOT_METRICS and not _IS_STEP.match(name):
            yield from _metric(name, float(match.group("value")), step)


def _braces(text: str) -> Iterator[Metric]:
    """Read a line that is one JSON object or one flat dict of numbers."""
    if '"metric"' in text:
        yield from _json_metrics(_parse(text))
        return
    entries = [_ENTRY.fullmatch(part) for part in text[1:-1].split(",")]
    if not text.endswith("}") or not all(entries):
        return
    values = {m.group("name"): float(m.group("value")) for m in entries if m}
    yield from _named(values, _step_of(values))


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _json_metrics(record: Any) -> Iterator[Metric]:
    """Read `{"metric": "acc", "value": 0.9}` and `{"metric": {"acc": 0.9}}`."""
    if not isinstance(record, dict):
        return
    metric = record.get("metric")
    if isinstance(metric, str):
        metric = {metric: record.get("value")}
    if isinstance(metric, dict):
        yield from _named(metric, _step_of(record))


def _named(values: Dict[str, Any], step: Optional[float]) -> Iterator[Metric]:
    for name, value in values.items():
        if _FULL_NAME.fullmatch(name) and not _IS_STEP.match(name):
            yield from _metric(name, value, step)


def _step_of(record: Dict[str, Any]) -> Optional[float]:
    for name, value in record.items():
        number = _number(value) if _IS_STEP.match(name) else None
        if number is not None:
            return number
    return None


def _metric(name: str, value: Any, step: Optional[float]) -> Iterator[Metric]:
    number = _number(value)
    if number is not None:
        yield Metric(name, number, step)


def _number(value: Any) -> Optional[float]:
    """Take a finite number, and nothing else: no bool, no text, no nan."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
