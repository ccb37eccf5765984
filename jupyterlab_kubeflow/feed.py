"""
One tab's feed: a WebSocket passed on to the gateway. Each message is passed on only
when the one before has left, in both directions: a slow reader slows the sender.
"""

import asyncio
import contextlib
import json
import socket
from typing import Any

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.httpclient import HTTPError, HTTPRequest
from tornado.netutil import Resolver
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    WebSocketError,
    WebSocketHandler,
    websocket_connect,
)

from . import problems
from .child import Address, GatewayError
from .gateway import Gateway
from .handlers import CONNECT_SECONDS, SECRET_HEADER

#: Bytes of one message of the gateway, which makes them far smaller.
MESSAGE_BYTES = 64 * 1024 * 1024

#: Close codes of RFC 6455's registry.
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013

UNREACHABLE = (OSError, HTTPError, WebSocketError)


class _SocketResolver(Resolver):
    """Every name is the gateway's socket."""

    def initialize(self, path: str) -> None:
        self._path = path

    async def resolve(self, host: str, port: int, family: int = 0) -> "list[Any]":
        return [(socket.AF_UNIX, self._path)]


class FeedHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """``WebSocketMixin`` checks the origin, and pings so that proxies see life."""

    auth_resource = "jupyterlab-kubeflow"
    _track_activity = False

    def initialize(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self._upstream: WebSocketClientConnection | None = None
        self._carrying: asyncio.Task[None] | None = None

    @ws_authenticated
    @authorized
    async def get(self, *args: Any, **kwargs: Any) -> None:
        await super().get(*args, **kwargs)

    async def open(self, *args: Any, **kwargs: Any) -> None:
        """Messages of the page are read once this is done."""
        super().open(*args, **kwargs)
        try:
            self._upstream = await self._connect()
        except (GatewayError, *UNREACHABLE) as error:
            answer = {"kind": "problem", **problems.not_started(str(error))}
            with contextlib.suppress(WebSocketClosedError):
                await self.write_message(json.dumps(answer))
            self.close(TRY_AGAIN_LATER, "gateway not started")
            return
        self._carrying = asyncio.ensure_future(self._carry(self._upstream))

    async def on_message(self, message: "str | bytes") -> None:
        if self._upstream is not None:
            with contextlib.suppress(WebSocketClosedError):
                await self._upstream.write_message(message)

    def on_close(self) -> None:
        if self._upstream is not None:
            self._upstream.close()
        super().on_close()

    async def _connect(self) -> WebSocketClientConnection:
        address = await self.gateway.ensure()
        try:
            return await self._connect_to(address)
        except UNREACHABLE:
            # It has died just now.
            await self.gateway.lost(address)
            return await self._connect_to(await self.gateway.ensure())

    async def _connect_to(self, address: Address) -> WebSocketClientConnection:
        return await websocket_connect(
            HTTPRequest(
                "ws://gateway/feed",
                headers={SECRET_HEADER: address.secret},
                connect_timeout=CONNECT_SECONDS,
            ),
            resolver=_SocketResolver(path=address.socket),
            max_message_size=MESSAGE_BYTES,
        )

    async def _carry(self, upstream: WebSocketClientConnection) -> None:
        """Until either side goes; then the other is closed too."""
        try:
            while (message := await upstream.read_message()) is not None:
                await self.write_message(message)
        except WebSocketClosedError:
            # The page left while a message was on its way to it.
            return
        finally:
            upstream.close()
            self.close(SERVICE_RESTART, "gateway gone")
