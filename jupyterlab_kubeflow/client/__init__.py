"""
Plans and runs from Python: ``import jupyterlab_kubeflow as jk``. Thin: the gateway
decides and does everything, this asks it. Nothing but the standard library is needed.
"""

from .api import get, plan, run, runs
from .errors import (
    GatewayError,
    JkfError,
    PlanBlocked,
    RunCancelled,
    RunFailed,
    WaitTimeout,
)
from .handle import Run
from .plans import Plan
from .settings import Settings

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
    "get",
    "plan",
    "run",
    "runs",
]
