"""Entry of a rank: ``PYTHON -u .jkf/runner`` in the working folder."""

import sys

_writes = sys.dont_write_bytecode
# Each run has its own copy of the runner: caches of it would never be used again.
sys.dont_write_bytecode = True
from jkf_runner.main import main  # noqa: E402

sys.dont_write_bytecode = _writes

if __name__ == "__main__":
    sys.exit(main())
