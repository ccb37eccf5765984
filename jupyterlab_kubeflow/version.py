"""The version, said once in ``package.json`` and written into the wheel's metadata."""

from importlib import metadata

try:
    __version__ = metadata.version("jupyterlab-kubeflow")
except metadata.PackageNotFoundError:
    # A checkout that is on the path without being installed.
    __version__ = "0.0.0"
