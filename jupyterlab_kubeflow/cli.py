"""``jkf``: hands over to the program, which is JavaScript."""

import os
import sys

from .node import BUNDLE, NodeMissingError, find_node


def main() -> None:
    """Replaces this process, so that signals and exit codes are the program's own."""
    try:
        node = find_node()
    except NodeMissingError as error:
        sys.exit(f"✗ {error}")
    os.execv(node, [node, str(BUNDLE), *sys.argv[1:]])
