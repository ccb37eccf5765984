"""Fairing's name of a place for build contexts."""

from .context import ContextSource


class S3ContextSource(ContextSource):
    """As `ContextSource`."""
