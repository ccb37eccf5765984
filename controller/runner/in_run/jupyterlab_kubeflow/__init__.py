"""The package ``jupyterlab_kubeflow`` in runs whose Python has none."""

from .inert import be_inert

be_inert(__name__)
