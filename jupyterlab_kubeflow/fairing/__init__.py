"""
Kubeflow Fairing's surface over our plans and runs: a notebook written for it goes on
with this import. Inside a run all of it does nothing, as Fairing's runtime did.
"""

from ..inert import be_inert, in_run

if in_run():
    be_inert(__name__)
else:
    from .config import config
    from .ml_tasks.tasks import PredictionEndpoint, TrainJob

    __all__ = ["PredictionEndpoint", "TrainJob", "config"]
