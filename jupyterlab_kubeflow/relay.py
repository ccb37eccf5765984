"""The Jupyter server extension: routes to the gateway, and the gateway's life."""

from jupyter_server.extension.application import ExtensionApp

from .gateway import Gateway
from .handlers import FeedHandler, LogHandler, RelayHandler, RestartHandler

API = "jupyterlab-kubeflow/api"


class Relay(ExtensionApp):
    """Starts nothing until the first request: JupyterLab starts as fast as without us."""

    name = "jupyterlab_kubeflow"
    app_name = "jupyterlab-kubeflow"
    description = "Passes requests of the JupyterLab panels on to the gateway."
    extension_url = "/"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        assert self.serverapp is not None
        self.gateway = Gateway(self.serverapp.root_dir, self.log)
        given = {"gateway": self.gateway}
        self.handlers.extend(
            [
                (rf"/{API}/feed", FeedHandler, given),
                (rf"/{API}/gateway/restart", RestartHandler, given),
                (rf"/{API}/gateway/log", LogHandler, given),
                (rf"/{API}/(.*)", RelayHandler, given),
            ]
        )

    async def stop_extension(self) -> None:
        await self.gateway.stop()
