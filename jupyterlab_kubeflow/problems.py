"""
Problems only the relay can tell, as the rest of the product tells them: rows of
``protocol/src/errors/gateway.ts``, filled in.
"""

from typing import Any


def not_started(detail: str) -> "dict[str, Any]":
    """There is no gateway to ask; ``detail`` says why."""
    return {
        "problem": {
            "code": "gateway-not-started",
            "params": {"detail": detail},
            "sentence": f"The gateway does not start: {detail}.",
            "remedy": (
                "Look at the log of the Jupyter server, then restart the gateway."
            ),
        }
    }


def lost() -> "dict[str, Any]":
    """The gateway stopped before it had answered."""
    return {
        "problem": {
            "code": "gateway-lost",
            "params": {},
            "sentence": "The gateway stopped before it had answered.",
            "remedy": "Try again: a new one starts. Runs are not affected.",
        }
    }
