"""``jkf``: hands over to the program, which is JavaScript."""

import os
import sys

from .node import ProgramMissingError, find_program


def main() -> None:
    """Replaces this process, so that signals and exit codes are the program's own."""
    try:
        command = find_program()
    except ProgramMissingError as error:
        sys.exit(f"✗ {error}")
    os.execv(command[0], [*command, *sys.argv[1:]])
