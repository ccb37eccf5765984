"""The peer: nbconvert's ScriptExporter in one long-lived process.

One JSON object a line in, {"path": …, "times": 5}; out: the seconds of each conversion,
from the file to the script, with an exporter that is kept and with a new one each time,
as the Jupyter server makes it. What loads nbconvert's templates is not among them.
"""

import json
import sys
import time

from nbconvert.exporters import ScriptExporter

kept = ScriptExporter()


def seconds(make, path, times):
    measured = []
    for _ in range(times + 1):
        started = time.perf_counter()
        make().from_filename(path)
        measured.append(time.perf_counter() - started)
    return measured[1:]


for request in map(json.loads, sys.stdin):
    path, times = request["path"], request["times"]
    answer = {
        "kept": seconds(lambda: kept, path, times),
        "fresh": seconds(ScriptExporter, path, times),
    }
    print(json.dumps(answer), flush=True)
