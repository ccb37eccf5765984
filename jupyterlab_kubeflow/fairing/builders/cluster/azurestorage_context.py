"""Fairing's name of a place for build contexts."""

from .context import ContextSource


class StorageContextSource(ContextSource):
    """As `ContextSource`."""
