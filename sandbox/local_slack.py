"""The parts of the sandbox, put together over one data directory."""

from pathlib import Path

from sandbox.delivery import Delivery
from sandbox.events import Events
from sandbox.manifest import read_manifest
from sandbox.responses import Responses
from sandbox.socket_mode import Sockets
from sandbox.storage import Storage
from sandbox.traffic import Traffic
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace


class LocalSlack:
    """One Slack: its workspace, its app as the manifest declares it, and what goes between the two."""

    def __init__(self, data_dir: Path, manifest: Path, base_url: str) -> None:
        self.base_url = base_url
        self.manifest = read_manifest(manifest)
        self._storage = Storage(data_dir / "sandbox.sqlite3")
        self.workspace = Workspace(self._storage, self.manifest.bot_name)
        self.traffic = Traffic()
        self.sockets = Sockets()
        self.responses = Responses(self.workspace, base_url)
        self.delivery = Delivery(self.workspace, self.manifest, self.sockets, self.responses, self.traffic)
        self.web_api = WebApi(self.workspace, self.manifest, self.sockets, self.traffic, base_url)
        self._events = Events(self.workspace, self.manifest, self.delivery)

    def begin_closing(self) -> None:
        """End what waits or is still to be sent; what is under way may finish."""
        self._events.close()
        self.sockets.close()
        self.workspace.announce_closing()

    def close(self) -> None:
        self._storage.close()
