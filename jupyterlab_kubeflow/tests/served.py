"""A Jupyter server with the relay, as a process of its own: token and XSRF check on."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import websocket

PACKAGE = Path(__file__).resolve().parent.parent
FAKE = Path(__file__).resolve().parent / "fake_gateway.py"
TOKEN = "the-token"

#: Seconds after which something that should happen will not happen any more.
PATIENCE = 60


def eventually(what, found):
    """Waits until ``found()`` gives something true, and returns that."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen")


class Server:
    """``folder`` holds all it reads and writes; ``root`` is what it serves."""

    def __init__(self, folder, base_url="/", **env):
        self.folder = Path(folder)
        self.root = self.folder / "root"
        self.root.mkdir(parents=True)
        self.sockets = None
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}{base_url}"
        self.url = f"{self.base}jupyterlab-kubeflow/api/"
        self._process = subprocess.Popen(
            self._command(base_url),
            env=self._environment(env),
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "server.log").open("w"),
            stderr=subprocess.STDOUT,
        )
        eventually("the server's first answer", self._answers)

    @property
    def pid(self):
        return self._process.pid

    @property
    def log(self):
        return (self.folder / "server.log").read_text()

    def client(self, **headers):
        """Who asks: nobody, unless ``headers`` tell."""
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE)

    def token_client(self):
        """As a program asks."""
        return self.client(Authorization=f"token {TOKEN}")

    def page(self):
        """As a page asks: with the cookies of a login, and nothing else yet."""
        client = self.client()
        client.get(f"{self.base}login?token={TOKEN}", follow_redirects=True)
        assert client.cookies, self.log
        return client

    def open_feed(self, **options):
        url = f"{self.url}feed".replace("http", "ws", 1)
        return websocket.create_connection(url, timeout=PATIENCE, **options)

    def gateways(self):
        """Process ids of the gateways of the server."""
        return [pid for pid in self._children() if "--socket" in _arguments(pid)]

    def zombies(self):
        """Process ids of children that have ended and not been waited for."""
        return [pid for pid in self._children() if not is_running(pid)]

    def gateway(self):
        """Process id of the one gateway."""
        (pid,) = self.gateways()
        return pid

    def stop(self, how=signal.SIGTERM):
        if self._process.poll() is None:
            self._process.send_signal(how)
        self._process.wait(PATIENCE)

    def _children(self):
        return [pid for pid in _pids() if status(pid).get("PPid") == str(self.pid)]

    def _answers(self):
        assert self._process.poll() is None, self.log
        try:
            return httpx.get(f"{self.base}api", timeout=PATIENCE).is_success
        except httpx.TransportError:
            return False

    def _command(self, base_url):
        return [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0"),
            f"--ServerApp.base_url={base_url}",
            f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={self.root}",
            "--ServerApp.jpserver_extensions={'jupyterlab_kubeflow': True}",
        ]

    def _environment(self, env):
        path = self.folder / "path"
        path.mkdir()
        (path / PACKAGE.name).symlink_to(PACKAGE)
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JKF_HOME", "PYTHON"))
        }
        folders = ("CONFIG", "DATA", "RUNTIME")
        jupyter = {f"JUPYTER_{name}_DIR": str(self.folder / name) for name in folders}
        return {
            **own,
            **jupyter,
            "PYTHONPATH": str(path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "JKF_HOME": str(self.folder / "home"),
            "FAKE_FOLDER": str(self.folder),
            **env,
        }


def status(pid):
    """Rows of ``/proc/PID/status``; none when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return {}
    rows = (line.partition(":") for line in text.splitlines())
    return {name: value.strip() for name, _, value in rows}


def is_running(pid):
    """A zombie does not; it is whose child it was that has to see to it."""
    return status(pid).get("State", "Z")[0] != "Z"


def kib(pid, row):
    """``VmRSS``: memory now; ``VmHWM``: at most so far."""
    return int(status(pid)[row].split()[0])


def _arguments(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def _pids():
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()
    ]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
