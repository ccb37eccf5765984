"""
Fetches the inputs of a run before its code starts: ``PYTHON -u .jkf/runner fetch``.

Ships only with runs that have inputs to fetch. Standard library only; it imports
nothing of the runner.
"""
