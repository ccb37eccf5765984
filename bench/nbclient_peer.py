"""
Prints how long nbclient takes with a notebook, several times: JSON of two lists of
milliseconds, until the first output is there and until the notebook has ended.

Imports are not counted: a server that executes notebooks has them already.
"""

import json
import sys
import time

import nbformat
from nbclient import NotebookClient


def measure(path: str) -> "tuple[float, float]":
    notebook = nbformat.read(path, as_version=4)
    seen = []

    class Watching(NotebookClient):
        def process_message(self, message, cell, cell_index):
            if message["msg_type"] == "stream" and not seen:
                seen.append(time.perf_counter())
            return super().process_message(message, cell, cell_index)

    started = time.perf_counter()
    Watching(notebook).execute()
    ended = time.perf_counter()
    return (seen[0] - started) * 1000, (ended - started) * 1000


def main() -> None:
    path, count = sys.argv[1], int(sys.argv[2])
    measure(path)
    times = [measure(path) for _ in range(count)]
    line, complete = zip(*times)
    print(json.dumps({"line": line, "complete": complete}))


main()
