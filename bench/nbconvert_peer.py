"""The peer: nbconvert's ScriptExporter in one long-lived process.

One JSON object a line in, {"path": …, "times": 5}; out: the seconds of each conversion,
from reading the file to having the script. The first conversion, which loads
nbconvert's templates, is not among them.
"""

import json
import sys
import time

from nbconvert.exporters import ScriptExporter

exporter = ScriptExporter()


def convert(path):
    started = time.perf_counter()
    exporter.from_filename(path)
    return time.perf_counter() - started


for request in map(json.loads, sys.stdin):
    convert(request["path"])
    print(json.dumps([convert(request["path"]) for _ in range(request["times"])]), flush=True)
