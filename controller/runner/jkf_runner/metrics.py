"""
Numbers a line of output reports: `name=value`, `name: value`, and JSON lines.

Conservative: what looks like a time, a version, a path, a URL, an address, a count in a
sentence or the text form of an object is left alone. Cheap: most lines cost three
searches for a character.
"""

import json
import math
import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

#: Characters of a line that is looked at; longer ones hold data, not metrics.
LINE_LIMIT = 64 * 1024
#: How deep calls in calls are looked into.
_CALLS = 8


class Metric(NamedTuple):
    """A number with a name, and the epoch or step its line mentions."""

    name: str
    value: float
    step: Optional[float]


_NAME = r"[A-Za-z_][\w./-]{0,63}"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
# A number ends where nothing follows that would make it part of something else:
# a unit (3s), a time (12:30), a version (1.2.3), a date (2024-01), a list (1,2), the
# length of a progress bar (45%|###).
_END = r"(?![\w:/\\]|[-+]\w|\.\w|,\d|%[\w|])"
# Behind it: the end, a mark, or the next pair. Not a word: `1797 images` is a count,
# `3.5 MB` a size.
_MARK = (
    r"$|[,;|()\[\]{}*±!]|[-\u2013\u2014](?=\s|$)|\+/-|\.(?:\s|$)"
    r"|(?!\w)[\u2500-\U0010ffff]"
)
_NEXT_PAIR = r"(?:\w+\s+)?" + _NAME + r"\s*[:=](?!=)"
_BEHIND = rf"(?=\s*(?:{_MARK})|\s+{_NEXT_PAIR}|\s+(?P<more>and|at|on|after|for|in)\b)"
_PAIR = re.compile(
    r"(?<![\w./\\:@'\"`$%<&?#+-])(?P<name>" + _NAME + r")"
    # `name: 5` needs its blank (`host:8080` is an address), `name:0.5` does not.
    r"(?P<sign>\s*=\s*|:\s+|\s+:\s+|:(?=[-+]?\d*\.\d))"
    r"(?P<value>" + _NUMBER + r")(?P<percent>%(?!\|))?" + _END + _BEHIND
)
# What every line with a metric has somewhere.
_CANDIDATE = re.compile(r"[=:]\s*['\"]?[-+]?\.?\d")
_STEP_WORD = r"(?:global_step|epoch|step|iteration|iter|batch|round)s?"
_STEP = re.compile(
    r"(?<![\w./-])" + _STEP_WORD + r"\s*[:=#]?\s*[\[(]?\s*(?P<value>\d+)(?!\.?\w)",
    re.IGNORECASE,
)
_IS_STEP = re.compile(_STEP_WORD + "$", re.IGNORECASE)
# `Linear(in_features=4)`: a call or the text form of an object; one may go on in the
# next line, or have begun in the one before.
_CALL = re.compile(r"(?<=[\w\[])\([^()]*(?:\)|$)")
_CALL_ENDS = re.compile(r"^[^()]*[\w'\"\])]\)[\]),]*$")
# A line of a program, as tracebacks quote it.
_QUOTED = re.compile(r"\s{4,}\w+ = \S+\s*$")
# What Python's logging puts in front.
_LOGGED = re.compile(r"(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.-]+:")
# Which data a number is about: `val loss` is not the same as `train loss`.
_SPLIT = re.compile(
    r"(?<![^\s\[(|,;:-])(train|training|val|valid|validation|test|eval|dev)\s+$",
    re.IGNORECASE,
)
# A word right before the name: `Total steps`, `batch size per device`.
_PHRASE = re.compile(r"(?<![\w=:.+-])[A-Za-z]['\w.-]*\s+$")
#: Characters before a name that are looked at for words.
_BEFORE = 40
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
_NOT_METRICS = frozenset(
    (
        "code",
        "date",
        "device",
        "errno",
        "gpu",
        "id",
        "line",
        "n_jobs",
        "num_workers",
        "pid",
        "port",
        "progress",
        "random_state",
        "rank",
        "seed",
        "status",
        "v_num",
        "version",
        "world_size",
        "year",
    )
)
# Exceptions (`KeyError: 5`), variables of the environment (`LOCAL_RANK: 0`).
_NOT_A_METRIC = re.compile(
    r"(?:.*\.)?[A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt)|[A-Z]+_[A-Z_\d]+"
)


def scan(line: str) -> List[Metric]:
    """Find the metrics of one line of output, without its line end."""
    if "=" not in line and ":" not in line:
        return []
    if len(line) > LINE_LIMIT or not _CANDIDATE.search(line) or _QUOTED.match(line):
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
    text = _LOGGED.sub("", text, count=1)
    text = _without_calls(text)
    found = _STEP.search(text)
    step = float(found.group("value")) if found else None
    for match in _PAIR.finditer(text):
        name = _metric_name(match)
        if name is not None:
            yield from _metric(name, float(match.group("value")), step)


def _without_calls(text: str) -> str:
    """Leave out the text forms of objects, from the innermost on."""
    count = 1 if ")" in text or "(" in text else 0
    for _ in range(_CALLS):
        if count == 0:
            break
        text, count = _CALL.subn("\0", text)
    return _CALL_ENDS.sub("", text) if ")" in text else text


def _metric_name(match: "re.Match[str]") -> Optional[str]:
    """Tell what the number is called; nothing when it is no metric."""
    name, value = match.group("name"), match.group("value")
    if name.lower() in _NOT_METRICS or _IS_STEP.match(name):
        return None
    if _NOT_A_METRIC.fullmatch(name):
        return None
    # `Downloading: 45%` says how far something is.
    if match.group("percent") and name.endswith("ing"):
        return None
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    split = _SPLIT.search(before)
    if split:
        name, before = f"{split.group(1)}_{name}", before[: split.start()]
    if value.lstrip("+-").isdigit():
        # Counts are what stands in sentences; shares and losses have a fraction.
        in_sentence = _PHRASE.search(before) and match.group("sign") != "="
        return None if in_sentence or match.group("more") else name
    return name


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
