"""
Plans, runs and problems as notebooks show them: in the colours of JupyterLab's theme,
light or dark, and with everything escaped.
"""

import html
import time
from typing import Any, Iterable, List, Mapping, Optional, Tuple

_TEXT = "color:var(--jp-ui-font-color1,inherit)"
_FAINT = "color:var(--jp-ui-font-color2,inherit)"
_LINE = "border-bottom:1px solid var(--jp-border-color2,#bdbdbd)"
_COLOURS = {
    "succeeded": "var(--jp-success-color1,#388e3c)",
    "failed": "var(--jp-error-color1,#d32f2f)",
    "cancelled": "var(--jp-warn-color1,#f57c00)",
    "running": "var(--jp-brand-color1,#1976d2)",
}
Rows = Iterable[Tuple[str, str]]


def escape(value: Any) -> str:
    """Text in HTML."""
    return html.escape(str(value), quote=True)


def word(state: str) -> str:
    """A state in its colour."""
    colour = _COLOURS.get(state, "inherit")
    return f'<b style="color:{colour}">{escape(state)}</b>'


def code(text: Any) -> str:
    """Text as code."""
    return f"<code>{escape(text)}</code>"


def card(title: str, rows: Rows) -> str:
    """A table below a title; both are HTML."""
    cells = "".join(
        f'<tr style="{_LINE}"><th style="text-align:left;{_FAINT}">{name}</th>'
        f'<td style="text-align:left">{value}</td></tr>'
        for name, value in rows
        if value
    )
    return (
        f'<div style="{_TEXT}"><div>{title}</div>'
        f'<table style="border-collapse:collapse">{cells}</table></div>'
    )


def problem(code_: str, sentence: str, remedy: str) -> str:
    """What is wrong, and what to do."""
    colour = _COLOURS["failed"]
    return (
        f'<div style="{_TEXT};border-left:3px solid {colour};padding-left:8px">'
        f"<b>{escape(sentence)}</b><br>{escape(remedy)}<br>"
        f'<span style="{_FAINT}">{code(code_)}</span></div>'
    )


def run(run: Mapping[str, Any]) -> str:
    """A run as it is now."""
    found = run.get("problem")
    wrong = f"{escape(found['sentence'])} {escape(found['remedy'])}" if found else ""
    title = f"{code(run['id'])} {word(run['state'])}"
    return card(
        title,
        [
            ("of", code(run["source"])),
            ("where", escape(place(run.get("target")))),
            ("ranks", escape(ranks(run["ranks"]))),
            ("cell", escape(progress(run.get("progress")))),
            ("time", escape(duration(run))),
            ("metrics", escape(metrics(run["metrics"]))),
            ("waits", escape((run.get("waiting") or {}).get("text", ""))),
            ("problem", wrong),
        ],
    )


def runs(several: List[Mapping[str, Any]]) -> str:
    """Several runs, a line each."""
    rows = [
        (code(item["id"]), f"{word(item['state'])} {line(item)}") for item in several
    ]
    return card(f"{len(several)} runs", rows)


def line(run: Mapping[str, Any]) -> str:
    """What a list says of a run, behind its state."""
    return escape(f"{run['source']} {metrics(run['metrics'])}".strip())


def place(target: Optional[Mapping[str, Any]]) -> str:
    """A target in words."""
    if not target or target["kind"] == "local":
        return "this computer"
    return f"{target['context']}/{target['namespace']}"


def ranks(several: List[Mapping[str, Any]]) -> str:
    """Counts by state: ``2 running, 1 waiting``."""
    states = [rank["state"] for rank in several]
    return ", ".join(f"{states.count(s)} {s}" for s in dict.fromkeys(states))


def progress(found: Optional[Mapping[str, int]]) -> str:
    """``3 of 7``."""
    return f"{found['position']} of {found['of']}" if found else ""


def metrics(found: Mapping[str, float]) -> str:
    """``loss 0.25, accuracy 0.9``."""
    return ", ".join(f"{name} {value:.4g}" for name, value in found.items())


def duration(run: Mapping[str, Any]) -> str:
    """Seconds it has run; nothing before it does."""
    if "startedAt" not in run:
        return ""
    end = run.get("endedAt", time.time() * 1000)
    return f"{max(0, end - run['startedAt']) / 1000:.1f} s"
