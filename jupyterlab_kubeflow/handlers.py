"""Passes authenticated requests on to the gateway. The feed is in ``feed.py``."""

import asyncio
import json
from typing import Any

import httpx
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError

from . import problems
from .child import Address, GatewayError
from .gateway import Gateway

#: Path of everything below the server's base URL.
API = "jupyterlab-kubeflow/api"

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


class GatewayHandler(APIHandler):
    """``APIHandler`` checks who asks, and XSRF for what changes something."""

    auth_resource = "jupyterlab-kubeflow"
    # Polling would keep an idle server from being culled.
    _track_activity = False

    def initialize(self, gateway: Gateway) -> None:
        self.gateway = gateway


class RelayHandler(GatewayHandler):
    """One request and its answer: this class only carries bytes."""

    _carrying: "asyncio.Task[Any] | None" = None

    @web.authenticated
    @authorized
    async def get(self) -> None:
        await self._relay()

    @web.authenticated
    @authorized
    async def post(self) -> None:
        await self._relay()

    @web.authenticated
    @authorized
    async def delete(self) -> None:
        await self._relay()

    def on_connection_close(self) -> None:
        """Who left needs no answer: the gateway is told at once."""
        if self._carrying is not None:
            self._carrying.cancel()
        super().on_connection_close()

    async def _relay(self) -> None:
        self._carrying = asyncio.ensure_future(self._carry())
        try:
            await self._carrying
        except GatewayError as error:
            self._say(503, problems.not_started(str(error)))
        except httpx.TransportError as error:
            self.log.warning("The gateway was lost during a request: %r", error)
            self._say(503, problems.lost())
        except (asyncio.CancelledError, StreamClosedError):
            self.log.debug("Nobody waits for the answer to %s any more.", self._path())

    async def _carry(self) -> None:
        address = await self.gateway.ensure()
        try:
            await self._exchange(address)
        except httpx.ConnectError:
            # It has died just now, and nothing was sent yet.
            await self.gateway.lost(address)
            await self._exchange(await self.gateway.ensure())

    async def _exchange(self, address: Address) -> None:
        transport = httpx.AsyncHTTPTransport(uds=address.socket)
        timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)
        client = httpx.AsyncClient(transport=transport, timeout=timeout)
        answer = client.stream(
            self.request.method or "GET",
            httpx.URL("http://gateway", raw_path=self._path().encode()),
            headers=self._passed_on(address.secret),
            content=self.request.body or None,
        )
        async with client, answer as response:
            await self._pass_back(response)

    def _path(self) -> str:
        """As it came: decoding and encoding again would change file names."""
        uri = self.request.uri or ""
        return uri[uri.index(f"/{API}/") + len(API) + 1 :]

    def _passed_on(self, secret: str) -> "dict[str, str]":
        given = self.request.headers
        headers = {name: given[name] for name in PASSED_ON if name in given}
        return {**headers, SECRET_HEADER: secret}

    async def _pass_back(self, answer: httpx.Response) -> None:
        self.set_status(answer.status_code)
        self.clear_header("Content-Type")
        for name in PASSED_BACK:
            if name in answer.headers:
                self.set_header(name, answer.headers[name])
        # Headers leave first: finishing without a body would set others.
        await self.flush()
        async for piece in answer.aiter_raw():
            self.write(piece)
            await self.flush()

    def _say(self, status: int, answer: "dict[str, Any]") -> None:
        """What has begun cannot become a problem: it is cut off, to be seen as cut."""
        if self._headers_written:
            self.request.connection.stream.close()
            return
        self.set_status(status)
        self.finish(json.dumps(answer))


class RestartHandler(GatewayHandler):
    """POST: the next request starts a new gateway."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        await self.gateway.restart()
        self.set_status(204)
        self.finish()


class LogHandler(GatewayHandler):
    """GET: the last lines of the gateway's log, as text."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        self.finish(
            self.gateway.last_words(), set_content_type="text/plain; charset=utf-8"
        )
