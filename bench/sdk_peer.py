"""
The Kubeflow SDK as its users have it: imported, its client made, its runtime known.

For each line on standard input, a JSON object with ``runtime`` and ``resources``, one
``train()``; answers with the job's name and the time of the call in seconds since 1970.
"""

import json
import os
import sys
import time

from kubeflow.common.types import KubernetesBackendConfig
from kubeflow.trainer import CustomTrainer, TrainerClient


def said():
    """Say when it starts; what pods of all sides run."""
    import time

    print("started", time.time(), flush=True)


def main():
    namespace = os.environ["NAMESPACE"]
    client = TrainerClient(backend_config=KubernetesBackendConfig(namespace=namespace))
    runtimes = {runtime.name: runtime for runtime in client.list_runtimes()}
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        trainer = CustomTrainer(func=said, resources_per_node=asked["resources"])
        called = time.time()
        name = client.train(runtime=runtimes[asked["runtime"]], trainer=trainer)
        print(json.dumps({"name": name, "called": called}), flush=True)


main()
