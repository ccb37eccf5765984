"""A place for build contexts: kept as it is given, for no pod builds an image."""

from typing import Any


class ContextSource:
    """What ``context_source=`` is given."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.args = args
        self.options = options
