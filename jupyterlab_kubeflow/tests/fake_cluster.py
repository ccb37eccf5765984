"""
A Kubernetes API server that has what planning asks for, takes every object and keeps
none: manifests are made against it, nothing runs.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def _kind(kind, plural, group):
    return {
        **{"kind": kind, "name": plural, "singularName": "", "namespaced": True},
        "verbs": ["create", "get", "list", "watch", "delete", "patch"],
        "group": group,
    }


KINDS = {
    "/api/v1": [_kind("Pod", "pods", ""), _kind("ConfigMap", "configmaps", "")],
    "/apis/batch/v1": [_kind("Job", "jobs", "batch")],
    "/apis/kubeflow.org/v1": [
        _kind("PyTorchJob", "pytorchjobs", "kubeflow.org"),
        _kind("TFJob", "tfjobs", "kubeflow.org"),
    ],
}


#: The only object that is there.
CLAIM = {
    **{"kind": "PersistentVolumeClaim", "apiVersion": "v1"},
    "metadata": {"name": "claim", "namespace": "team"},
    "spec": {"accessModes": ["ReadWriteMany"]},
    "status": {"phase": "Bound"},
}


def _groups():
    names = [path.split("/")[2:] for path in KINDS if path.startswith("/apis/")]
    versions = [{"groupVersion": f"{n}/{v}", "version": v} for n, v in names]
    groups = [
        {"name": n, "versions": [version], "preferredVersion": version}
        for (n, _), version in zip(names, versions)
    ]
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}


def _answer(path):
    """Status and value of a GET."""
    if path == "/version":
        return 200, {"major": "1", "minor": "34", "gitVersion": "v1.34.0"}
    if path == "/apis":
        return 200, _groups()
    if path == "/api":
        return 200, {"kind": "APIVersions", "versions": ["v1"]}
    if path in KINDS:
        group = path.partition("s/")[2] or "v1"
        found = {"groupVersion": group, "resources": KINDS[path]}
        return 200, {"kind": "APIResourceList", "apiVersion": "v1", **found}
    if path.startswith("/api/v1/namespaces/") and path.count("/") == 4:
        metadata = {"name": path.rsplit("/", 1)[-1], "labels": {}}
        return 200, {"kind": "Namespace", "apiVersion": "v1", "metadata": metadata}
    if path.rsplit("/", 1)[-1].endswith("s"):
        metadata = {"resourceVersion": "1"}
        items = [CLAIM] if path.endswith("persistentvolumeclaims") else []
        listed = {"kind": "List", "apiVersion": "v1", "metadata": metadata}
        return 200, {**listed, "items": items}
    status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}
    return 404, {**status, "reason": "NotFound", "message": f"no {path}"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._say(*_answer(self.path.partition("?")[0]))

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(text)
        if body.get("kind", "").startswith("SelfSubject"):
            rules = [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]
            status = {"allowed": True, "resourceRules": rules, "incomplete": False}
            body = {**body, "status": {**status, "nonResourceRules": []}}
        self._say(201, body)

    def _say(self, status, value):
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        del args


class FakeCluster:
    """Listens until it is stopped."""

    def __init__(self):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
