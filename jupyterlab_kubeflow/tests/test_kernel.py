"""The package in a kernel of a real Jupyter server, as a notebook's cell has it."""

import json
import uuid

import pytest
import websocket
from served import PATIENCE, TOKEN

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": "print('from the saved file')",
        }
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 4,
}
CELL = """
import jupyterlab_kubeflow as jk
from jupyterlab_kubeflow.client import process
run = jk.run()
print(run.data["source"], *run.logs(), run.wait(60).state, len(process._held))
"""


def executed(server, session, code):
    """What the code prints in the session's kernel."""
    kernel = session["kernel"]["id"]
    url = f"{server.base}api/kernels/{kernel}/channels".replace("http", "ws", 1)
    header = [f"Authorization: token {TOKEN}"]
    channel = websocket.create_connection(url, timeout=PATIENCE, header=header)
    told = {"code": code, "silent": False, "store_history": False}
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request"}
    header.update(username="", session=uuid.uuid4().hex, version="5.3", date="")
    rest = {"parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell"}
    channel.send(json.dumps({"header": header, "content": told, **rest}))
    said = ""
    while True:
        message = json.loads(channel.recv())
        if message.get("parent_header", {}).get("msg_id") != header["msg_id"]:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "error":
            pytest.fail("\n".join(content["traceback"]))
        if kind == "stream":
            said += content["text"]
        if kind == "status" and content["execution_state"] == "idle":
            channel.close()
            return said


def test_a_cell_runs_its_own_notebook_by_the_gateway_of_its_server(real):
    client = real.token_client()
    client.get("health")
    folder = real.root / "a folder"
    folder.mkdir()
    (folder / "ü.ipynb").write_text(json.dumps(NOTEBOOK))
    asked = {
        **{"path": "a folder/ü.ipynb", "name": "ü.ipynb", "type": "notebook"},
        "kernel": {"name": "python3"},
    }
    answer = client.post(f"{real.base}api/sessions", json=asked)
    assert answer.status_code == 201, answer.text
    said = executed(real, answer.json(), CELL)
    client.delete(f"{real.base}api/sessions/{answer.json()['id']}")
    assert said == "a folder/ü.ipynb from the saved file succeeded 0\n"
