"""Fairing's name of a place for build contexts."""

from .context import ContextSource


class GCSContextSource(ContextSource):
    """As `ContextSource`."""
