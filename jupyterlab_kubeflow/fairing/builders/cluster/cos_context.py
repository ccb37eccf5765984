"""Fairing's name of a place for build contexts."""

from .context import ContextSource


class COSContextSource(ContextSource):
    """As `ContextSource`."""
