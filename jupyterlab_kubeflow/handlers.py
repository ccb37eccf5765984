"""Passes authenticated requests and one WebSocket a tab on to the gateway."""

import asyncio
import json
import socket
from typing import Any

import httpx
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.httpclient import HTTPRequest
from tornado.netutil import Resolver
from tornado.websocket import WebSocketClosedError, WebSocketHandler, websocket_connect

from .gateway import Gateway, GatewayError

SECRET_HEADER = "X-Jupyterlab-Kubeflow-Secret"

#: Headers of a page that the gateway gets: no cookie and no token ever leaves here.
PASSED_ON = ("Accept", "Content-Type")
#: Headers of the gateway that a page gets.
PASSED_BACK = (
    "Content-Type",
    "Content-Length",
    "Content-Disposition",
    "Content-Security-Policy",
    "Cache-Control",
    "X-Content-Type-Options",
    "X-Jupyterlab-Kubeflow-Protocol",
)
#: Seconds to reach the gateway's socket; an answer may take as long as it takes.
CONNECT_SECONDS = 10


def not_started(error: GatewayError) -> "dict[str, Any]":
    """The row ``gateway-not-started`` of the error table, filled in."""
    detail = str(error)
    return {
        "problem": {
            "code": "gateway-not-started",
            "params": {"detail": detail},
            "sentence": f"The gateway does not start: {detail}.",
            "remedy": "Look at the log of the Jupyter server, then restart the gateway.",
        }
    }


class RelayHandler(APIHandler):
    """
    One request. ``APIHandler`` checks who asks, and XSRF for what changes something;
    this class only carries bytes.
    """

    auth_resource = "jupyterlab-kubeflow"
    # Polling would keep an idle server from being culled.
    _track_activity = False

    def initialize(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self._carrying: "asyncio.Task | None" = None

    @web.authenticated
    @authorized
    async def get(self, path: str) -> None:
        await self._relay(path)

    @web.authenticated
    @authorized
    async def post(self, path: str) -> None:
        await self._relay(path)

    @web.authenticated
    @authorized
    async def delete(self, path: str) -> None:
        await self._relay(path)

    def on_connection_close(self) -> None:
        """Who left needs no answer: the gateway is told at once."""
        if self._carrying is not None:
            self._carrying.cancel()
        super().on_connection_close()

    async def _relay(self, path: str) -> None:
        self._carrying = asyncio.current_task()
        try:
            await self._carry(path)
        except GatewayError as error:
            self._say(503, not_started(error))
        except httpx.TransportError as error:
            self._say(503, not_started(GatewayError(f"it does not answer ({error})")))
        except asyncio.CancelledError:
            if not self.request.connection.stream.closed():
                raise

    async def _carry(self, path: str) -> None:
        transport = httpx.AsyncHTTPTransport(uds=await self.gateway.ensure())
        timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)
        async with httpx.AsyncClient(transport=transport, timeout=timeout) as client:
            async with client.stream(
                self.request.method,
                # As it came: decoding and encoding again would change file names.
                httpx.URL(f"http://gateway/{self._raw_path(path)}"),
                headers=self._passed_on(),
                content=self.request.body or None,
            ) as answer:
                await self._pass_back(answer)

    def _raw_path(self, path: str) -> str:
        uri = self.request.uri or ""
        start = uri.find("jupyterlab-kubeflow/api/")
        return uri[start + len("jupyterlab-kubeflow/api/") :] if start >= 0 else path

    def _passed_on(self) -> "dict[str, str]":
        headers = {
            name: self.request.headers[name]
            for name in PASSED_ON
            if name in self.request.headers
        }
        return {**headers, SECRET_HEADER: self.gateway.secret}

    async def _pass_back(self, answer: httpx.Response) -> None:
        self.set_status(answer.status_code)
        self.clear_header("Content-Type")
        for name in PASSED_BACK:
            if name in answer.headers:
                self.set_header(name, answer.headers[name])
        async for piece in answer.aiter_raw():
            self.write(piece)
            await self.flush()
        self.finish()

    def _say(self, status: int, answer: "dict[str, Any]") -> None:
        self.set_status(status)
        self.finish(json.dumps(answer))


class RestartHandler(APIHandler):
    """POST: the next request starts a new gateway."""

    auth_resource = "jupyterlab-kubeflow"

    def initialize(self, gateway: Gateway) -> None:
        self.gateway = gateway

    @web.authenticated
    @authorized
    async def post(self) -> None:
        await self.gateway.restart()
        self.set_status(204)
        self.finish()


class LogHandler(APIHandler):
    """GET: the last lines of the gateway's log, as text."""

    auth_resource = "jupyterlab-kubeflow"
    _track_activity = False

    def initialize(self, gateway: Gateway) -> None:
        self.gateway = gateway

    @web.authenticated
    @authorized
    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self.gateway.last_words())


class _SocketResolver(Resolver):
    """Every name is the gateway's socket."""

    def initialize(self, path: str) -> None:
        self._path = path

    async def resolve(self, host: str, port: int, family: int = 0) -> list:
        return [(socket.AF_UNIX, self._path)]


class FeedHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """
    One tab's feed. ``WebSocketMixin`` checks the origin. Each message is passed on only
    when the one before has left, in both directions: a slow reader slows the sender.
    """

    auth_resource = "jupyterlab-kubeflow"
    _track_activity = False

    def initialize(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self._upstream: Any = None
        self._carrying: "asyncio.Task | None" = None

    async def get(self, *args: Any, **kwargs: Any) -> None:
        user = self.current_user
        if user is None or not self.authorizer.is_authorized(
            self, user, "read", self.auth_resource
        ):
            raise web.HTTPError(403)
        await super().get(*args, **kwargs)

    async def open(self, *args: Any, **kwargs: Any) -> None:
        try:
            path = await self.gateway.ensure()
            self._upstream = await websocket_connect(
                HTTPRequest(
                    "ws://gateway/feed",
                    headers={SECRET_HEADER: self.gateway.secret},
                    connect_timeout=CONNECT_SECONDS,
                ),
                resolver=_SocketResolver(path=path),
                max_message_size=64 * 1024 * 1024,
            )
        except (GatewayError, OSError) as error:
            answer = {"kind": "problem", **not_started(GatewayError(str(error)))}
            await self.write_message(json.dumps(answer))
            self.close(1013, "gateway not started")
            return
        self._carrying = asyncio.ensure_future(self._carry())

    async def _carry(self) -> None:
        """Until either side goes; then the other is closed too."""
        try:
            while (message := await self._upstream.read_message()) is not None:
                await self.write_message(message)
        except WebSocketClosedError:
            return
        finally:
            self.close(1012, "gateway gone")

    async def on_message(self, message: "str | bytes") -> None:
        if self._upstream is not None:
            await self._upstream.write_message(message)

    def on_close(self) -> None:
        if self._upstream is not None:
            self._upstream.close()
        super().on_close()
