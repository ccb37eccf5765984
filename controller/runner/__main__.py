"""
Entry of a rank: ``PYTHON -u .jkf/runner`` in the working folder.

In a pod the same folder is also what starts the rank (``… pod [COMMAND…]``) and what
prints its events (``… follow``); ``… fetch`` brings the inputs before.
"""

import importlib
import sys

_writes = sys.dont_write_bytecode
# Each run has its own copy of the runner: caches of it would never be used again.
sys.dont_write_bytecode = True
# Only what is wanted is imported: the helpers of a pod have little memory.
if sys.argv[1:2] == ["pod"]:
    from jkf_runner.pod import main

    if len(sys.argv) == 2:
        # The rank is a fork of this process: imported here, no cache of it is written.
        importlib.import_module("jkf_runner.main")
elif sys.argv[1:2] == ["follow"]:
    from jkf_runner.follow import main
elif sys.argv[1:2] == ["fetch"]:
    from jkf_inputs.main import main
else:
    from jkf_runner.main import main

sys.dont_write_bytecode = _writes

if __name__ == "__main__":
    sys.exit(main())
