"""
Plans and runs from Python, and what Jupyter's Python side needs. Nothing is loaded
before it is used: servers import this at their start.
"""

from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .client import (
        GatewayError,
        JkfError,
        Plan,
        PlanBlocked,
        Run,
        RunCancelled,
        RunFailed,
        Settings,
        WaitTimeout,
        get,
        plan,
        run,
        runs,
    )

__all__ = [
    "GatewayError",
    "JkfError",
    "Plan",
    "PlanBlocked",
    "Run",
    "RunCancelled",
    "RunFailed",
    "Settings",
    "WaitTimeout",
    "__version__",
    "get",
    "plan",
    "run",
    "runs",
]


def __getattr__(name: str):
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .inert import Inert, in_run

    if in_run():
        return Inert()
    from . import client

    return getattr(client, name)


def __dir__():
    return sorted({*globals(), *__all__})


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "jupyterlab-kubeflow"}]


def _jupyter_server_extension_points():
    from .relay import Relay

    return [{"module": "jupyterlab_kubeflow", "app": Relay}]
