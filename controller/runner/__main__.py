"""Entry of a rank: ``PYTHON -u .jkf/runner`` in the working folder."""

import sys

from jkf_runner.main import main

if __name__ == "__main__":
    sys.exit(main())
