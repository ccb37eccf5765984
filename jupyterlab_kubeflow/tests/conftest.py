"""Servers: one for many tests where nothing is broken, one each where something is."""

import stat
import sys
import tempfile
from pathlib import Path

import pytest
from fairing_programs import place_in
from fake_cluster import FakeCluster
from served import FAKE, Server

#: A server of one's own, and one behind a hub.
BASES = ("/", "/user/ada%40home/")


@pytest.fixture(scope="session")
def fake_node(tmp_path_factory):
    """A program that is started as Node.js is."""
    path = tmp_path_factory.mktemp("fake") / "node"
    path.write_text(f'#!/bin/sh\nexec {sys.executable} {FAKE} "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture(scope="session", params=BASES)
def shared(request, tmp_path_factory, fake_node):
    """A server with the fake gateway; tests leave it running."""
    server = Server(tmp_path_factory.mktemp("s"), request.param, JKF_NODE=fake_node)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def fake_server(tmp_path_factory, fake_node):
    server = Server(tmp_path_factory.mktemp("f"), JKF_NODE=fake_node)
    yield server
    server.stop()


@pytest.fixture
def fake(fake_server):
    """A server whose gateway, a fake one, is there to be broken."""
    (fake_server.folder / "refusal").unlink(missing_ok=True)
    fake_server.token_client().post("gateway/restart")
    return fake_server


@pytest.fixture(scope="session")
def real_server():
    yield from _with_sockets()


@pytest.fixture
def real(real_server):
    """A server with the real gateway, which does not run yet."""
    real_server.token_client().post("gateway/restart")
    return real_server


@pytest.fixture
def mortal():
    """As ``real``, to be ended by the test."""
    yield from _with_sockets()


def _with_sockets():
    """A folder of its own for sockets, with a path that is short enough for them."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        sockets = Path(folder) / "t"
        sockets.mkdir()
        server = Server(Path(folder) / "s", TMPDIR=str(sockets))
        server.sockets = sockets
        yield server
        server.stop()


@pytest.fixture(scope="session")
def fake_cluster():
    made = FakeCluster()
    yield made
    made.stop()


@pytest.fixture
def place(tmp_path, fake_cluster):
    """Where programs of Fairing's users run."""
    return place_in(tmp_path, fake_cluster.url)
