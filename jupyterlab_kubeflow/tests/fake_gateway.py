#!/usr/bin/env python
"""
Stands in for Node.js and the gateway: what the relay starts, and what a gateway could
do to it. What it is asked is kept below ``FAKE_FOLDER``.

    fake_gateway.py BUNDLE gateway --socket PATH --root FOLDER
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_unix_socket
from tornado.websocket import WebSocketHandler

FOLDER = Path(os.environ["FAKE_FOLDER"])
PIECE = b"x" * 2**18


def keep(name, value):
    with (FOLDER / name).open("a") as file:
        file.write(f"{json.dumps(value)}\n")


class Echo(web.RequestHandler):
    """Answers what it was asked."""

    def get(self):
        self.finish(
            {
                "method": self.request.method,
                "uri": self.request.uri,
                "body": self.request.body.decode(),
                "headers": sorted(self.request.headers.get_all()),
            }
        )

    post = delete = get


class Big(web.RequestHandler):
    async def get(self, pieces):
        self.set_header("Content-Length", str(int(pieces) * len(PIECE)))
        for _ in range(int(pieces)):
            self.write(PIECE)
            await self.flush()


class Silent(web.RequestHandler):
    """Says when the asker has left."""

    async def get(self):
        keep("asked", self.request.uri)
        self.write("begun ")
        await self.flush()
        self.left = asyncio.Event()
        await self.left.wait()
        keep("left", self.request.uri)

    def on_connection_close(self):
        self.left.set()


class Die(web.RequestHandler):
    """Before an answer, or amid it."""

    async def get(self, when):
        keep("deaths", when)
        if when == "amid":
            self.set_header("Content-Length", "1000")
            self.write("half")
            await self.flush()
        os._exit(3)


class Feed(WebSocketHandler):
    def open(self):
        keep("feeds", sorted(self.request.headers.get_all()))

    async def on_message(self, message):
        if message == "die":
            os._exit(3)
        if message == "pour":
            await self.pour()
            return
        await self.write_message(f"heard {message}")

    async def pour(self):
        """Counts what has left it, in messages of 256 KiB."""
        for count in range(4000):
            try:
                await self.write_message(PIECE.decode())
            except StreamClosedError:
                return
            (FOLDER / "poured").write_text(str(count + 1))

    def on_close(self):
        keep("feeds-closed", self.close_code)


async def serve(path):
    sys.stdin.readline()
    app = web.Application(
        [
            (r"/feed", Feed),
            (r"/big/(\d+)", Big),
            (r"/silent", Silent),
            (r"/die/(\w+)", Die),
            (r"/.*", Echo),
        ]
    )
    server = HTTPServer(app)
    server.add_socket(bind_unix_socket(path, mode=0o600))
    print("listening", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


def main(args):
    keep("starts", args)
    refusal = FOLDER / "refusal"
    if refusal.exists():
        sys.exit(refusal.read_text())
    asyncio.run(serve(args[args.index("--socket") + 1]))


main(sys.argv[1:])
