"""HTTP over a Unix socket, as the gateway speaks it: JSON in, JSON or lines out."""

import http.client
import json
import socket
from contextlib import closing, contextmanager
from typing import Any, Dict, Iterator, NamedTuple, Optional

from .errors import JkfError, no_gateway, row

#: As ``protocol/src/routes.ts`` has it.
PROTOCOL_VERSION = 1
PROTOCOL_HEADER = "X-Jupyterlab-Kubeflow-Protocol"
SECRET_HEADER = "X-Jupyterlab-Kubeflow-Secret"
#: Seconds to reach the socket; an answer may take as long as it takes.
CONNECT_SECONDS = 10

#: What a gateway that is gone looks like.
LOST = (ConnectionError, FileNotFoundError, http.client.HTTPException, EOFError)


class Address(NamedTuple):
    """Where a gateway listens, the secret it answers to, and the folder it serves."""

    socket: str
    secret: str
    root: str


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("gateway")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(CONNECT_SECONDS)
        self.sock.connect(self._path)
        self.sock.settimeout(None)


class Wire:
    """One gateway. Errors it tells are raised; one that is gone raises ``LOST``."""

    def __init__(self, address: Address) -> None:
        self.address = address

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer as a value; ``None`` where there is none to tell."""
        with self._answer(method, path, body) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def content(self, path: str) -> bytes:
        """The bytes of a file."""
        with self._answer("GET", path) as answer:
            return answer.read()

    def lines(self, path: str) -> "Iterator[Dict[str, Any]]":
        """Values as they come, one a line."""
        with self._answer("GET", path) as answer:
            while line := answer.readline():
                if not line.endswith(b"\n"):
                    raise ConnectionError("the gateway was lost within a line")
                yield json.loads(line)

    @contextmanager
    def _answer(
        self, method: str, path: str, body: Any = None
    ) -> "Iterator[http.client.HTTPResponse]":
        headers = {SECRET_HEADER: self.address.secret}
        if method == "POST":
            headers["Content-Type"] = "application/json"
        text = None if body is None else json.dumps(body, allow_nan=False)
        with closing(_Connection(self.address.socket)) as connection:
            connection.request(method, f"/{path}", text and text.encode(), headers)
            answer = connection.getresponse()
            _check(answer)
            yield answer


def _check(answer: http.client.HTTPResponse) -> None:
    spoken = answer.getheader(PROTOCOL_HEADER)
    if spoken != str(PROTOCOL_VERSION):
        raise no_gateway(
            "gateway-version", gateway=str(spoken), own=str(PROTOCOL_VERSION)
        )
    if answer.status >= 400:
        raise JkfError(
            _problem(answer.read())
            or row(
                "gateway-internal", detail=f"status {answer.status} without a reason"
            )
        )


def _problem(text: bytes) -> "Optional[Dict[str, Any]]":
    try:
        return json.loads(text)["problem"]
    except (ValueError, KeyError, TypeError):
        return None
