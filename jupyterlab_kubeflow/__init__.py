"""The relay of jupyterlab-kubeflow: what Jupyter's Python side needs, and no more."""

from .version import __version__

__all__ = ["__version__"]


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "jupyterlab-kubeflow"}]


def _jupyter_server_extension_points():
    from .relay import Relay

    return [{"module": "jupyterlab_kubeflow", "app": Relay}]
