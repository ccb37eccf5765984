"""Compiles standard input without running it; prints the fault as JSON, or null."""

import json
import sys
import warnings

warnings.simplefilter("ignore")
fault = None
try:
    compile(sys.stdin.buffer.read(), "script", "exec", dont_inherit=True)
except SyntaxError as error:
    fault = {"line": error.lineno or 1, "message": error.msg or "invalid syntax"}
except (ValueError, RecursionError, MemoryError) as error:
    fault = {"line": 1, "message": str(error) or type(error).__name__}
print(json.dumps(fault))
