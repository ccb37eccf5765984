"""The Jupyter server extension: routes to the gateway, and the gateway's life."""

import os
from typing import Any

from jupyter_server.extension.application import ExtensionApp

from .feed import FeedHandler
from .gateway import Gateway
from .handlers import API, LogHandler, RelayHandler, RestartHandler


class Relay(ExtensionApp):
    """Starts nothing before the first request: JupyterLab starts as fast as ever."""

    name = "jupyterlab_kubeflow"
    app_name = "jupyterlab-kubeflow"
    description = "Passes requests of the JupyterLab panels on to the gateway."
    extension_url = "/"
    load_other_extensions = True

    gateway: "Gateway | None" = None

    def initialize_handlers(self) -> None:
        assert self.serverapp is not None
        root = os.path.abspath(self.serverapp.root_dir or os.getcwd())
        self.gateway = Gateway(root, self.log)
        given: dict[str, Any] = {"gateway": self.gateway}
        self.handlers.extend(
            [
                (rf"/{API}/feed", FeedHandler, given),
                (rf"/{API}/gateway/restart", RestartHandler, given),
                (rf"/{API}/gateway/log", LogHandler, given),
                (rf"/{API}/.*", RelayHandler, given),
            ]
        )

    async def stop_extension(self) -> None:
        if self.gateway is not None:
            await self.gateway.stop()
